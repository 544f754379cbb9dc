package io.flowmeter.bench.watch;

import static io.flowmeter.bench.watch.UsageTables.PREFIX;
import static io.flowmeter.bench.watch.UsageTables.STEADY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is an outage, and what is not. */
class ReaderWatchITCase {
    private WatchTrial trial;

    @BeforeEach
    void readGoodTables() throws SQLException {
        trial = new WatchTrial();
    }

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @Test
    void postgresAwayIsAnOutage() {
        try (DatabaseWatch away = trial.watching("jdbc:postgresql://127.0.0.1:1/flowmeter")) {
            away.poll();
            away.poll();
        }

        assertThat(trial.violations.sentences()).isEmpty();
        assertThat(trial.availability.outages()).isEqualTo(1);
        assertThat(trial.availability.failures()).isEqualTo(2);
    }

    @Test
    void aBrokenConnectionIsReplaced() throws SQLException {
        trial.tables.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'flowmeter-watch'"
                        + " AND datname = current_database()");

        trial.watch.poll(Depth.ALL);
        trial.watch.poll(Depth.ALL);

        assertThat(trial.violations.sentences()).isEmpty();
        assertThat(trial.availability.outages()).isEqualTo(1);
        assertThat(trial.availability.successes()).isEqualTo(2);
    }

    @Test
    void tablesThatCannotBeReadAreAViolation() throws SQLException {
        trial.tables.execute("ALTER TABLE job_progress RENAME TO progress");

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("the tables cannot be read");
    }

    @Test
    void itReadsAllTheTimeUntilItIsClosed() throws SQLException {
        var settings =
                new WatchSettings(
                        trial.tables.url(),
                        URI.create("http://127.0.0.1:1"),
                        Map.of(),
                        Duration.ofMillis(10),
                        Duration.ofDays(2));
        try (var reader = new ReaderWatch(settings, List.of(PREFIX, STEADY), trial.log)) {
            reader.start();
            await().until(() -> reader.database().successes() > 2 && reader.api().failures() > 0);
            assertThat(reader.violations()).isEmpty();

            trial.tables.counted("ACCEPTED", 7);
            await().until(() -> reader.violationCount() == 1);
        }
    }
}
