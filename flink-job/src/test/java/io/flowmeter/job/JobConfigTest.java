package io.flowmeter.job;

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

class JobConfigTest {
    private static final Map<String, String> MINIMAL =
            Map.of(
                    "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                    "FLOWMETER_JOB_DATABASE_URL", "jdbc:postgresql://postgres/flowmeter");

    @Test
    void twoSettingsAreEnough() {
        JobConfig config = JobConfig.fromEnvironment(MINIMAL);

        assertThat(config.eventsTopic()).isEqualTo("usage-events");
        assertThat(config.deduplicationWindow()).isEqualTo(Duration.ofDays(35));
        assertThat(config.checkpointInterval()).isNull();
        assertThat(config.trustRecordTimestamps()).isFalse();
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        Map<String, String> environment =
                Map.of(
                        "FLOWMETER_JOB_DATABASE_URL", "postgres://somewhere",
                        "FLOWMETER_DEDUPLICATION_WINDOW", "a month",
                        "FLOWMETER_MINUTE_AGE", "PT0S",
                        "FLOWMETER_GENERATION", "-1",
                        "FLOWMETER_TRUST_RECORD_TIMESTAMPS", "yes");

        assertThatThrownBy(() -> JobConfig.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS is missing")
                .hasMessageContaining("FLOWMETER_JOB_DATABASE_URL must start with jdbc:postgresql:")
                .hasMessageContaining("FLOWMETER_DEDUPLICATION_WINDOW must be a positive")
                .hasMessageContaining("FLOWMETER_MINUTE_AGE must be a positive")
                .hasMessageContaining("FLOWMETER_GENERATION must be a whole number")
                .hasMessageContaining("FLOWMETER_TRUST_RECORD_TIMESTAMPS must be true or false");
    }

    @Test
    void passwordMayStandInAFileAndIsNeverShown(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "s3cret\n");
        Map<String, String> environment = new HashMap<>(MINIMAL);
        environment.put("FLOWMETER_JOB_DATABASE_PASSWORD_FILE", file.toString());

        JobConfig config = JobConfig.fromEnvironment(environment);

        assertThat(config.database().password()).isEqualTo("s3cret");
        assertThat(config.toString()).doesNotContain("s3cret");
    }
}
