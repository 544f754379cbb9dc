package io.flowmeter.bench.watch;

import static io.flowmeter.bench.watch.UsageTables.NOON;
import static io.flowmeter.bench.watch.UsageTables.STEADY;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer steps back, once in each way. */
class StepBackITCase {
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
    void whatGrowsIsNoViolation() throws SQLException {
        for (String granularity : UsageTables.granularities()) {
            trial.tables.row(STEADY, "requests", granularity, 8, 4, 4);
        }
        trial.tables.prefix(4);
        trial.tables.counted("ACCEPTED", 9);
        trial.tables.counted("DUPLICATE", 1);
        trial.tables.rolling(5, NOON);
        trial.tables.progress(1, 2, NOON.plusSeconds(2));

        trial.watch.poll(Depth.ALL);

        assertThat(trial.violations.sentences()).isEmpty();
        assertThat(trial.availability.successes()).isEqualTo(2);
        assertThat(trial.freshness.visibleSince(NOON.plusMillis(1_500))).isPresent();
        assertThat(trial.freshness.visibleSince(NOON.plusSeconds(2))).isEmpty();
        assertThat(trial.freshness.percentile(100)).isPresent();
    }

    @Test
    void aRevisionThatStepsBackIsNoted() throws SQLException {
        trial.tables.row(STEADY, "requests", "MINUTE", 6, 5, 5);

        trial.watch.poll(Depth.ALL);

        trial.assertViolation("MINUTE row", "requests", "revision stepped back from 7 to 6");
    }

    @Test
    void aRowThatVanishesIsNoted() throws SQLException {
        trial.tables.execute(
                "DELETE FROM usage_aggregate WHERE tenant = 'acme' AND granularity = 'DAY'");

        trial.watch.poll(Depth.DAYS);

        trial.assertViolation("DAY row", "the row has vanished");
    }

    @Test
    void aMinuteThatIsTooOldMayVanish() throws SQLException {
        trial.tables.progress(0, 2, NOON.plus(Duration.ofDays(3)));
        trial.tables.progress(1, 2, NOON.plus(Duration.ofDays(3)));
        trial.tables.execute(
                "DELETE FROM usage_aggregate WHERE tenant = 'acme' AND granularity = 'MINUTE'");

        trial.watch.poll(Depth.ALL);

        assertThat(trial.violations.sentences()).isEmpty();
    }

    @Test
    void aCountThatStepsBackIsNoted() throws SQLException {
        trial.tables.counted("ACCEPTED", 7);

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("event_count", "ACCEPTED", "stepped back from 8 to 7");
    }

    @Test
    void aRollingQuantityThatGoesBackInTimeIsNoted() throws SQLException {
        trial.tables.rolling(5, NOON.minusSeconds(60));

        trial.watch.poll(Depth.DAYS);

        trial.assertViolation("rolling_usage", "as_of stepped back");
    }

    @Test
    void rollingQuantitiesThatAllVanishAreNoted() throws SQLException {
        trial.tables.execute("DELETE FROM rolling_usage");

        trial.watch.poll(Depth.DAYS);

        assertThat(trial.violations.count()).isEqualTo(2);
    }

    @Test
    void theLeastWatermarkThatStepsBackIsNoted() throws SQLException {
        trial.tables.progress(0, 1, NOON);
        trial.tables.execute("DELETE FROM job_progress WHERE subtask = 1");

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("the least watermark stepped back");
    }

    @Test
    void progressOfASubtaskThatStepsBackIsNoted() throws SQLException {
        trial.tables.progress(0, 2, NOON.plusSeconds(1));

        trial.watch.poll(Depth.PREFIX);

        trial.assertViolation("progress of a subtask stepped back");
    }

    @Test
    void progressLaidOutAnewAfterARescaleIsNoViolation() throws SQLException {
        for (int subtask = 0; subtask < 4; subtask++) {
            trial.tables.progress(subtask, 4, NOON.plusSeconds(1));
        }

        trial.watch.poll(Depth.PREFIX);

        assertThat(trial.violations.sentences()).isEmpty();
    }
}
