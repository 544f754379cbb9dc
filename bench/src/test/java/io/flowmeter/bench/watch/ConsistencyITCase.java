package io.flowmeter.bench.watch;

import static io.flowmeter.bench.watch.UsageTables.NOON;
import static io.flowmeter.bench.watch.UsageTables.PREFIX;
import static io.flowmeter.bench.watch.UsageTables.STEADY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer shows what is no prefix of the log, or does not add up. */
class ConsistencyITCase {
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
    void oneMeterAheadOfTheOthersIsNoted() throws SQLException {
        trial.tables.row(PREFIX, "prefix_max", "PERIOD", 4, 3, 4);

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("no consistent prefix");
    }

    @Test
    void minutesBehindTheDayAreNoted() throws SQLException {
        trial.tables.prefix(4);
        trial.tables.row(PREFIX, "prefix_sum", "MINUTE", 4, 3, 3);

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("no consistent prefix");
    }

    @Test
    void aTenantThatMayHaveCountedACopyAgainIsNotHeldToOneNumber() throws SQLException {
        trial.log.appended(PREFIX, 1, NOON);
        trial.log.sentCopy(PREFIX, 1);
        trial.log.appendedCopy(PREFIX, 1, NOON.plusSeconds(61));
        for (String granularity : UsageTables.granularities()) {
            trial.tables.row(PREFIX, "prefix_count", granularity, 4, 4, 4);
        }

        trial.watch.poll(Depth.PREFIX);

        assertThat(trial.violations.sentences()).isEmpty();
    }

    @Test
    void usageOfAPrefixTenantThatStepsBackIsNoted() throws SQLException {
        trial.tables.prefix(2);

        trial.watch.poll(Depth.PREFIX);

        assertThat(trial.violations.sentences())
                .anyMatch(sentence -> sentence.contains("usage of a tenant without voids"));
    }

    @Test
    void anEventBeforeTheWatermarkThatIsNotVisibleIsNoted() throws SQLException {
        for (int number = 1; number <= 4; number++) {
            trial.log.appended(PREFIX, number, NOON.plusMillis(number));
        }

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("shows 3 events, but 4 were appended before the watermark");
    }

    @Test
    void anEventAtTheWatermarkMayBeMissing() throws SQLException {
        for (int number = 1; number <= 3; number++) {
            trial.log.appended(PREFIX, number, NOON);
        }
        trial.log.appended(PREFIX, 4, NOON.plusSeconds(1));

        trial.watch.poll(Depth.PREFIX);

        assertThat(trial.violations.sentences()).isEmpty();
    }

    @Test
    void quarterHoursThatAreNotTheDayAreNoted() throws SQLException {
        trial.tables.row(STEADY, "requests", "QUARTER_HOUR", 8, 6, 6);

        trial.watch.poll(Depth.ALL);

        trial.assertViolation(
                "QUARTER_HOUR rows of day", "sum is 6 of 6 events, the day row has 5 of 5");
    }

    @Test
    void daysThatAreNotThePeriodAreNoted() throws SQLException {
        trial.tables.row(STEADY, "requests", "PERIOD", 8, 5, 4);

        trial.watch.poll(Depth.ALL);

        trial.assertViolation("days of period", "sum is 5 of 5 events, the period row has 4 of 5");
    }
}
