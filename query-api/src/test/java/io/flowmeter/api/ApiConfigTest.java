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
}
