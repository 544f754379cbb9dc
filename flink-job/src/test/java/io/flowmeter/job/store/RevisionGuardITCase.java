package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Epochs that come out of order, as after a restore of an older savepoint or a rescale. */
class RevisionGuardITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final CommitTrial trial = new CommitTrial(database.settings());

    @Test
    void olderRevisionNeverOverwrites() throws Exception {
        trial.commit(
                epoch(
                        2,
                        Rows.aggregate("acme", 5),
                        Rows.rolling("acme", 5),
                        Rows.count("ACCEPTED", 5)));

        trial.commit(
                epoch(
                        3,
                        Rows.aggregate("acme", 4),
                        Rows.rolling("acme", 4),
                        Rows.count("ACCEPTED", 4)));

        assertThat(database.rows("SELECT revision, quantity FROM usage_aggregate"))
                .containsExactly("5 5");
        assertThat(database.rows("SELECT revision, quantity FROM rolling_usage"))
                .containsExactly("5 -5");
        assertThat(database.rows("SELECT events FROM event_count")).containsExactly("5");
    }

    @Test
    void equalRevisionChangesNothing() throws Exception {
        trial.commit(epoch(2, Rows.aggregate("acme", "", 5, Rows.ONE_PM)));
        var rowVersion = database.rows("SELECT xmin FROM usage_aggregate");

        trial.commit(epoch(3, Rows.aggregate("acme", "", 5, Rows.ONE_PM - 1)));

        assertThat(database.rows("SELECT xmin FROM usage_aggregate")).isEqualTo(rowVersion);
    }

    /** Read in another order, other copies are called conflicts; together they are as many. */
    @Test
    void verdictsThatTradeACopyAddUp() throws Exception {
        trial.commit(epoch(2, Rows.count("DUPLICATE", 3, 4), Rows.count("CONFLICT", 1, 4)));

        trial.commit(epoch(3, Rows.count("DUPLICATE", 2, 5), Rows.count("CONFLICT", 3, 5)));

        assertThat(database.rows("SELECT verdict, events, revision FROM event_count ORDER BY 1"))
                .containsExactly("CONFLICT 3 5", "DUPLICATE 2 5");
    }

    @Test
    void windowThatWasCutStaysCut() throws Exception {
        trial.commit(epoch(2, Rows.aggregate("acme", "", 5, Rows.ONE_PM - 1000)));

        trial.commit(epoch(3, Rows.aggregate("acme", "", 6, Rows.ONE_PM)));

        assertThat(
                        database.rows(
                                "SELECT revision, window_end = '2026-03-01 12:59:59Z'"
                                        + " FROM usage_aggregate"))
                .containsExactly("6 t");
    }
}
