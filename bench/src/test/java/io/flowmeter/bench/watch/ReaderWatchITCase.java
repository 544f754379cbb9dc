package io.flowmeter.bench.watch;

import static io.flowmeter.bench.watch.UsageTables.NOON;
import static io.flowmeter.bench.watch.UsageTables.PREFIX;
import static io.flowmeter.bench.watch.UsageTables.STEADY;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.bench.load.PrefixLog;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer steps back, once in each way: every check can fail. */
class ReaderWatchITCase {
    private static final Duration DEDUPLICATION_WINDOW = Duration.ofMinutes(1);

    private final PrefixLog log =
            new PrefixLog(List.of(PREFIX), DEDUPLICATION_WINDOW, Clock.systemUTC());
    private final Violations violations = new Violations();
    private final Freshness freshness = new Freshness();
    private final Availability availability = new Availability();
    private UsageTables tables;
    private DatabaseWatch watch;

    @BeforeEach
    void readGoodTables() throws SQLException {
        tables = new UsageTables();
        for (String granularity : UsageTables.granularities()) {
            tables.row(STEADY, "requests", granularity, 7, 5, 5);
        }
        tables.prefix(3);
        tables.counted("ACCEPTED", 8);
        tables.rolling(4, NOON);
        tables.progress(0, 2, NOON.plusSeconds(2));
        tables.progress(1, 2, NOON.plusSeconds(1));
        watch = watching(tables.url());
        watch.poll(Depth.ALL);
        assertThat(violations.sentences()).isEmpty();
    }

    @AfterEach
    void close() throws SQLException {
        watch.close();
        tables.close();
    }

    @Test
    void whatGrowsIsNoViolation() throws SQLException {
        for (String granularity : UsageTables.granularities()) {
            tables.row(STEADY, "requests", granularity, 8, 4, 4);
        }
        tables.prefix(4);
        tables.counted("ACCEPTED", 9);
        tables.counted("DUPLICATE", 1);
        tables.rolling(5, NOON);
        tables.progress(1, 2, NOON.plusSeconds(2));

        watch.poll(Depth.ALL);

        assertThat(violations.sentences()).isEmpty();
        assertThat(availability.successes()).isEqualTo(2);
        assertThat(freshness.visibleSince(NOON.plusMillis(1_500))).isPresent();
        assertThat(freshness.visibleSince(NOON.plusSeconds(2))).isEmpty();
        assertThat(freshness.percentile(100)).isPresent();
    }

    @Test
    void aRevisionThatStepsBackIsNoted() throws SQLException {
        tables.row(STEADY, "requests", "MINUTE", 6, 5, 5);

        watch.poll(Depth.ALL);

        assertViolation("MINUTE row", "requests", "revision stepped back from 7 to 6");
    }

    @Test
    void aRowThatVanishesIsNoted() throws SQLException {
        tables.execute("DELETE FROM usage_aggregate WHERE tenant = 'acme' AND granularity = 'DAY'");

        watch.poll(Depth.DAYS);

        assertViolation("DAY row", "the row has vanished");
    }

    @Test
    void aMinuteThatIsTooOldMayVanish() throws SQLException {
        tables.progress(0, 2, NOON.plus(Duration.ofDays(3)));
        tables.progress(1, 2, NOON.plus(Duration.ofDays(3)));
        tables.execute(
                "DELETE FROM usage_aggregate WHERE tenant = 'acme' AND granularity = 'MINUTE'");

        watch.poll(Depth.ALL);

        assertThat(violations.sentences()).isEmpty();
    }

    @Test
    void aCountThatStepsBackIsNoted() throws SQLException {
        tables.counted("ACCEPTED", 7);

        watch.poll(Depth.PREFIX);

        assertViolation("event_count", "ACCEPTED", "stepped back from 8 to 7");
    }

    @Test
    void aRollingQuantityThatGoesBackInTimeIsNoted() throws SQLException {
        tables.rolling(5, NOON.minusSeconds(60));

        watch.poll(Depth.DAYS);

        assertViolation("rolling_usage", "as_of stepped back");
    }

    @Test
    void rollingQuantitiesThatAllVanishAreNoted() throws SQLException {
        tables.execute("DELETE FROM rolling_usage");

        watch.poll(Depth.DAYS);

        assertThat(violations.count()).isEqualTo(2);
    }

    @Test
    void theLeastWatermarkThatStepsBackIsNoted() throws SQLException {
        tables.progress(0, 1, NOON);
        tables.execute("DELETE FROM job_progress WHERE subtask = 1");

        watch.poll(Depth.PREFIX);

        assertViolation("the least watermark stepped back");
    }

    @Test
    void progressOfASubtaskThatStepsBackIsNoted() throws SQLException {
        tables.progress(0, 2, NOON.plusSeconds(1));

        watch.poll(Depth.PREFIX);

        assertViolation("progress of a subtask stepped back");
    }

    @Test
    void progressLaidOutAnewAfterARescaleIsNoViolation() throws SQLException {
        for (int subtask = 0; subtask < 4; subtask++) {
            tables.progress(subtask, 4, NOON.plusSeconds(1));
        }

        watch.poll(Depth.PREFIX);

        assertThat(violations.sentences()).isEmpty();
    }

    @Test
    void oneMeterAheadOfTheOthersIsNoted() throws SQLException {
        tables.row(PREFIX, "prefix_max", "PERIOD", 4, 3, 4);

        watch.poll(Depth.PREFIX);

        assertViolation("no consistent prefix");
    }

    @Test
    void minutesBehindTheDayAreNoted() throws SQLException {
        tables.prefix(4);
        tables.row(PREFIX, "prefix_sum", "MINUTE", 4, 3, 3);

        watch.poll(Depth.PREFIX);

        assertViolation("no consistent prefix");
    }

    @Test
    void aTenantThatMayHaveCountedACopyAgainIsNotHeldToOneNumber() throws SQLException {
        log.appended(PREFIX, 1, NOON);
        log.sentCopy(PREFIX, 1);
        log.appendedCopy(PREFIX, 1, NOON.plusSeconds(61));
        for (String granularity : UsageTables.granularities()) {
            tables.row(PREFIX, "prefix_count", granularity, 4, 4, 4);
        }

        watch.poll(Depth.PREFIX);

        assertThat(violations.sentences()).isEmpty();
    }

    @Test
    void usageOfAPrefixTenantThatStepsBackIsNoted() throws SQLException {
        tables.prefix(2);

        watch.poll(Depth.PREFIX);

        assertThat(violations.sentences())
                .anyMatch(sentence -> sentence.contains("usage of a tenant without voids"));
    }

    @Test
    void anEventBeforeTheWatermarkThatIsNotVisibleIsNoted() throws SQLException {
        for (int number = 1; number <= 4; number++) {
            log.appended(PREFIX, number, NOON.plusMillis(number));
        }

        watch.poll(Depth.PREFIX);

        assertViolation("shows 3 events, but 4 were appended before the watermark");
    }

    @Test
    void anEventAtTheWatermarkMayBeMissing() throws SQLException {
        for (int number = 1; number <= 3; number++) {
            log.appended(PREFIX, number, NOON);
        }
        log.appended(PREFIX, 4, NOON.plusSeconds(1));

        watch.poll(Depth.PREFIX);

        assertThat(violations.sentences()).isEmpty();
    }

    @Test
    void quarterHoursThatAreNotTheDayAreNoted() throws SQLException {
        tables.row(STEADY, "requests", "QUARTER_HOUR", 8, 6, 6);

        watch.poll(Depth.ALL);

        assertViolation("QUARTER_HOUR rows of day", "sum is 6 of 6 events, the day row has 5 of 5");
    }

    @Test
    void daysThatAreNotThePeriodAreNoted() throws SQLException {
        tables.row(STEADY, "requests", "PERIOD", 8, 5, 4);

        watch.poll(Depth.ALL);

        assertViolation("days of period", "sum is 5 of 5 events, the period row has 4 of 5");
    }

    @Test
    void postgresAwayIsAnOutage() {
        try (DatabaseWatch away = watching("jdbc:postgresql://127.0.0.1:1/flowmeter")) {
            away.poll();
            away.poll();
        }

        assertThat(violations.sentences()).isEmpty();
        assertThat(availability.outages()).isEqualTo(1);
        assertThat(availability.failures()).isEqualTo(2);
    }

    @Test
    void aBrokenConnectionIsReplaced() throws SQLException {
        tables.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'flowmeter-watch'"
                        + " AND datname = current_database()");

        watch.poll(Depth.ALL);
        watch.poll(Depth.ALL);

        assertThat(violations.sentences()).isEmpty();
        assertThat(availability.outages()).isEqualTo(1);
        assertThat(availability.successes()).isEqualTo(2);
    }

    @Test
    void tablesThatCannotBeReadAreAViolation() throws SQLException {
        tables.execute("ALTER TABLE job_progress RENAME TO progress");

        watch.poll(Depth.PREFIX);

        assertViolation("the tables cannot be read");
    }

    private DatabaseWatch watching(String url) {
        return new DatabaseWatch(
                WatchSettings.of(url, URI.create("http://127.0.0.1:1"), Map.of()),
                List.of(PREFIX, STEADY),
                log,
                violations,
                freshness,
                availability);
    }

    private void assertViolation(String... parts) {
        assertThat(violations.sentences()).hasSize(1);
        assertThat(violations.sentences().get(0)).contains(parts);
    }
}
