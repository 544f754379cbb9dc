package io.flowmeter.bench.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer of crossings, right and wrong; one was crossed once and recovered before. */
class CrossingsWatchITCase {
    private WatchTrial trial;

    @BeforeEach
    void readGoodTables() throws SQLException {
        trial = new WatchTrial();
        crossing("CROSSED", 1);
        crossing("RECOVERED", 1);
        trial.watch.poll(Depth.ALL);
        assertThat(trial.violations.sentences()).isEmpty();
    }

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @Test
    void nextCrossingIsNoViolation() throws SQLException {
        crossing("CROSSED", 2);

        trial.watch.poll(Depth.DAYS);

        assertThat(trial.violations.sentences()).isEmpty();
    }

    @Test
    void ordinalThatIsLeftOutIsNoted() throws SQLException {
        crossing("CROSSED", 3);

        trial.watch.poll(Depth.DAYS);

        trial.assertViolation("acme requests all PERIOD", "80%", "do not alternate");
    }

    @Test
    void secondCrossingWithoutARecoveryBetweenIsNoted() throws SQLException {
        crossing("CROSSED", 2);
        crossing("CROSSED", 3);

        trial.watch.poll(Depth.DAYS);

        trial.assertViolation("do not alternate");
    }

    @Test
    void recoveryOfWhatWasNeverCrossedIsNoted() throws SQLException {
        crossing("RECOVERED", 2);

        trial.watch.poll(Depth.DAYS);

        trial.assertViolation("do not alternate");
    }

    @Test
    void crossingsThatVanishAreNoted() throws SQLException {
        trial.tables.execute("DELETE FROM threshold_crossing");

        trial.watch.poll(Depth.DAYS);

        trial.assertViolation("acme requests all PERIOD", "have vanished");
    }

    private void crossing(String direction, int ordinal) throws SQLException {
        trial.tables.execute(
                String.format(
                        """
                        INSERT INTO threshold_crossing (
                            generation, namespace, tenant, meter, limit_key, limit_window,
                            window_start, dimensions_hash, threshold, direction, ordinal, quantity,
                            occurred_at)
                        VALUES (0, 'default', 'acme', 'requests', 'all', 'PERIOD',
                                '2026-11-01', md5('')::uuid, '80%%', '%s', %d, 8, now())
                        """,
                        direction, ordinal));
    }
}
