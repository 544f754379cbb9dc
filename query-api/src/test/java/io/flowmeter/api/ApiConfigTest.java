package io.flowmeter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiConfigTest {

    private static final Map<String, String> LEAST =
            Map.of(
                    "FLOWMETER_API_DATABASE_URL",
                            "jdbc:postgresql://u:hidden1@db/f?password=hidden2",
                    "FLOWMETER_API_DATABASE_PASSWORD", "hidden3",
                    "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    void defaultsHoldForWhatIsNotSaid() {
        var config = ApiConfig.fromEnvironment(LEAST);

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.eventsTopic()).isEqualTo("usage-events");
        assertThat(config.readyLag()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void printedConfigHasNoSecret() {
        assertThat(ApiConfig.fromEnvironment(LEAST).toString())
                .contains("jdbc:postgresql://", "kafka:9092")
                .doesNotContain("hidden");
    }

    @Test
    void passwordMayComeFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "s3cret\n");
        var environment = new HashMap<>(LEAST);
        environment.remove("FLOWMETER_API_DATABASE_PASSWORD");
        environment.put("FLOWMETER_API_DATABASE_PASSWORD_FILE", file.toString());

        assertThat(ApiConfig.fromEnvironment(environment).databasePassword()).isEqualTo("s3cret");
    }

    @Test
    void allProblemsAreReportedTogether() {
        assertThatThrownBy(
                        () ->
                                ApiConfig.fromEnvironment(
                                        Map.of(
                                                "FLOWMETER_API_PORT", "http",
                                                "FLOWMETER_API_DATABASE_URL", "mysql://u:hidden@db",
                                                "FLOWMETER_READY_LAG", "-PT1S")))
                .hasMessageContaining("FLOWMETER_API_PORT must be a port")
                .hasMessageContaining("FLOWMETER_API_DATABASE_URL must start with")
                .hasMessageContaining("FLOWMETER_API_DATABASE_PASSWORD")
                .hasMessageContaining("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS is missing")
                .hasMessageContaining("FLOWMETER_READY_LAG must be longer")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void notificationSettingsAreReadAndNeverPrinted() {
        var environment = new HashMap<>(LEAST);
        environment.put("FLOWMETER_SECRETS_KEY", KEY + "," + KEY);
        environment.put("FLOWMETER_WEBHOOK_ALLOW_PRIVATE", "10.0.0.0/8, ::1");
        environment.put("FLOWMETER_SMTP_URL", "smtp://user:hidden4@mail:2525");
        environment.put("FLOWMETER_SMTP_FROM", "flowmeter@example.com");

        var config = ApiConfig.fromEnvironment(environment);

        assertThat(config.notifications().webhooks().secretKeys()).hasSize(2);
        assertThat(config.notifications().webhooks().allowPrivate()).hasSize(2);
        assertThat(config.toString())
                .contains("mail", "2525", "secretKeys=2")
                .doesNotContain("hidden", KEY);
    }

    @Test
    void wrongNotificationSettingsAreReportedWithoutTheirSecrets() {
        var environment = new HashMap<>(LEAST);
        environment.put("FLOWMETER_SECRETS_KEY", "aGlkZGVuNQ==");
        environment.put("FLOWMETER_SECRETS_KEY_FILE", "/nowhere");
        environment.put("FLOWMETER_WEBHOOK_ALLOW_PRIVATE", "localhost");
        environment.put("FLOWMETER_SMTP_URL", "http://user:hidden4@mail");

        assertThatThrownBy(() -> ApiConfig.fromEnvironment(environment))
                .hasMessageContaining("FLOWMETER_SECRETS_KEY_FILE, not both")
                .hasMessageContaining("FLOWMETER_SECRETS_KEY_FILE cannot be read")
                .hasMessageContaining("FLOWMETER_WEBHOOK_ALLOW_PRIVATE must be an address range")
                .hasMessageContaining("FLOWMETER_SMTP_URL and FLOWMETER_SMTP_FROM")
                .hasMessageNotContaining("hidden")
                .hasMessageNotContaining("aGlkZGVu");
    }
}
