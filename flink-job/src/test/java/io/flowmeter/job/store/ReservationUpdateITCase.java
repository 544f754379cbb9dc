package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.store.StoreWrite;
import org.junit.jupiter.api.Test;

class ReservationUpdateITCase {
    private static final String ID = "0b0e5d4e-7a51-4f43-9f65-2a2f3c1f7a10";

    private final StoreDatabase database = new StoreDatabase();
    private final CommitTrial trial = new CommitTrial(database.settings());

    @Test
    void reservationIsConfirmedOnAllItsMetersInTheTransactionOfItsUsage() throws Exception {
        reserve("acme", ID, "calls");
        reserve("acme", ID, "tokens");
        reserve("acme", "1b0e5d4e-7a51-4f43-9f65-2a2f3c1f7a10", "calls");

        trial.commit(epoch(2, Rows.aggregate("acme", 5), used("acme", ID)));

        assertThat(database.rows("SELECT id, meter FROM reservation WHERE confirmed_at IS NULL"))
                .containsExactly("1b0e5d4e-7a51-4f43-9f65-2a2f3c1f7a10 calls");
        assertThat(
                        database.rows(
                                "SELECT count(DISTINCT xmin::text) FROM (SELECT xmin FROM reservation"
                                        + " WHERE confirmed_at IS NOT NULL"
                                        + " UNION ALL SELECT xmin FROM usage_aggregate_quarter_hour"
                                        + ") AS written"))
                .containsExactly("1");
    }

    /** Or a tenant could free what another has reserved. */
    @Test
    void eventOfAnotherTenantConfirmsNothing() throws Exception {
        reserve("acme", ID, "calls");

        trial.commit(epoch(2, used("globex", ID)));

        assertThat(database.rows("SELECT confirmed_at FROM reservation")).containsExactly("null");
    }

    @Test
    void firstConfirmationStands() throws Exception {
        reserve("acme", ID, "calls");
        trial.commit(epoch(2, used("acme", ID)));
        var confirmed = database.rows("SELECT confirmed_at, xmin FROM reservation");

        trial.commit(epoch(3, used("acme", ID)));

        assertThat(database.rows("SELECT confirmed_at, xmin FROM reservation"))
                .isEqualTo(confirmed);
    }

    private static StoreWrite used(String tenant, String id) {
        return StoreWrite.of(new UsedReservation("default", tenant, id));
    }

    private void reserve(String tenant, String id, String meter) throws Exception {
        database.execute(
                String.format(
                        "INSERT INTO reservation (namespace, tenant, id, meter, dimensions, quantity,"
                                + " occurs_at, expires_at)"
                                + " VALUES ('default', '%s', '%s', '%s', '', 1, now(), now())",
                        tenant, id, meter));
    }
}
