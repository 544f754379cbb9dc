package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.TestClock;
import io.flowmeter.api.database.Database;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BillingCycleITCase {

    private final String url = EmbeddedDatabase.shared().freshDatabase();
    private final Jdbi owner = Jdbi.create(url, EmbeddedDatabase.shared().ownerUser(), "");
    private final TestClock clock = new TestClock(Instant.parse("2026-03-20T10:00:00Z"));
    private final Database database = new Database(url, EmbeddedDatabase.shared().apiUser(), "");

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void endOfEachPeriodIsToldOnce() {
        tenant("acme", 1, "Europe/Berlin", "MONTH", "2026-01-15", "epoch", false);
        look();
        assertThat(told()).isEmpty();

        clock.set(Instant.parse("2026-04-14T21:59:59Z"));
        look();
        assertThat(told()).isEmpty();
        clock.set(Instant.parse("2026-04-14T22:00:00Z"));
        look();
        look();

        assertThat(told()).containsExactly("acme 2026-03-14T23:00:00Z 2026-04-14T22:00:00Z");
    }

    @Test
    void endsThatPassedWhileNobodyLookedAreMadeUpFor() {
        tenant("acme", 1, "UTC", "MONTH", null, "epoch", false);
        look();

        clock.set(Instant.parse("2026-06-10T00:00:00Z"));
        look();

        assertThat(told())
                .containsExactly(
                        "acme 2026-03-01T00:00:00Z 2026-04-01T00:00:00Z",
                        "acme 2026-04-01T00:00:00Z 2026-05-01T00:00:00Z",
                        "acme 2026-05-01T00:00:00Z 2026-06-01T00:00:00Z");
    }

    @Test
    void periodsBeforeTheTenantWasKnownAreNotTold() {
        tenant("acme", 1, "UTC", "YEAR", null, "epoch", false);

        look();
        clock.set(Instant.parse("2026-12-31T23:59:59Z"));
        look();

        assertThat(told()).isEmpty();
    }

    @Test
    void changedCycleCutsThePeriodWhereItBegins() {
        tenant("acme", 1, "UTC", "MONTH", null, "epoch", false);
        look();
        tenant("acme", 2, "UTC", "MONTH", "2026-01-10", "2026-03-25T00:00:00Z", false);
        look();

        clock.set(Instant.parse("2026-04-10T00:00:00Z"));
        look();

        assertThat(told())
                .containsExactly(
                        "acme 2026-03-01T00:00:00Z 2026-03-25T00:00:00Z",
                        "acme 2026-03-25T00:00:00Z 2026-04-10T00:00:00Z");
    }

    @Test
    void archivedTenantIsLeftAloneUntilItComesBack() {
        tenant("acme", 1, "UTC", "MONTH", null, "epoch", false);
        look();
        tenant("acme", 2, "UTC", "MONTH", null, "epoch", true);
        clock.set(Instant.parse("2026-05-20T00:00:00Z"));
        look();
        assertThat(told()).isEmpty();

        tenant("acme", 3, "UTC", "MONTH", null, "epoch", false);
        look();
        clock.set(Instant.parse("2026-06-01T00:00:00Z"));
        look();

        assertThat(told()).containsExactly("acme 2026-05-01T00:00:00Z 2026-06-01T00:00:00Z");
    }

    @Test
    void manyTenantsEndTogether() {
        for (int i = 100; i < 350; i++) {
            tenant("t" + i, 1, "UTC", "MONTH", null, "epoch", false);
        }
        look();
        clock.set(Instant.parse("2026-04-01T00:00:00Z"));

        look();

        assertThat(told()).hasSize(250);
    }

    /** As a process that has just started. */
    private void look() {
        var transactions = database.transactions();
        var notices =
                new BillingCycleNotices(transactions, new Notifications(List.of(), clock), clock);
        while (notices.run("default")) {
            assertThat(clock.instant()).isNotNull();
        }
    }

    private void tenant(
            String tenant,
            int version,
            String zone,
            String interval,
            String anchor,
            String effectiveFrom,
            boolean archived) {
        owner.useHandle(
                handle ->
                        handle.execute(
                                """
                                INSERT INTO tenant (namespace, tenant, version, effective_from, time_zone,
                                    billing_interval, billing_anchor, archived, recorded_at)
                                VALUES ('default', ?, ?, CAST(? AS timestamptz), ?, ?, CAST(? AS date), ?,
                                    now())
                                """,
                                tenant,
                                version,
                                effectiveFrom,
                                zone,
                                interval,
                                anchor,
                                archived));
    }

    private List<String> told() {
        return owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT tenant || ' ' || (data ->> 'periodStart') || ' '
                                               || (data ->> 'periodEnd')
                                          FROM notification WHERE kind = 'billing_cycle_end'
                                         ORDER BY seq
                                        """)
                                .mapTo(String.class)
                                .list());
    }
}
