package io.flowmeter.api.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Rows;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.http.Json;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.window.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a notification at the end of each billing period of each tenant there is, from the
 * period in which the tenant was first seen. Ends that passed while nobody looked are made up for.
 */
public final class BillingCycleNotices implements NamespaceTask {

    private static final int BATCH = 100;

    private final NamespaceTransactions transactions;
    private final Notifications notifications;
    private final Clock clock;

    public BillingCycleNotices(
            NamespaceTransactions transactions, Notifications notifications, Clock clock) {
        this.transactions = transactions;
        this.notifications = notifications;
        this.clock = clock;
    }

    @Override
    public boolean run(String namespace) {
        return transactions.write(
                new Visibility(namespace, null),
                handle -> {
                    Instant now = clock.instant();
                    List<Cursor> due = claim(handle, namespace, now);
                    due.forEach(cursor -> follow(handle, namespace, cursor, now));
                    return due.size() == BATCH;
                });
    }

    private void follow(Handle handle, String namespace, Cursor cursor, Instant now) {
        String tenant = cursor.tenant;
        if (TenantQueries.find(handle, namespace, tenant).filter(t -> !t.archived()).isEmpty()) {
            delete(handle, namespace, tenant);
            return;
        }
        Catalog catalog = TenantQueries.catalog(handle, namespace, tenant);
        Instant start = cursor.periodStart == null ? now : cursor.periodStart;
        Window period = catalog.windows(namespace, tenant, start, Instant.MAX).period();
        while (!period.end().isAfter(now)) {
            notifications.publish(handle, namespace, notice(tenant, period));
            period = catalog.windows(namespace, tenant, period.end(), Instant.MAX).period();
        }
        advance(handle, namespace, tenant, period);
    }

    private static Notice notice(String tenant, Window period) {
        ObjectNode data =
                Json.tree(Map.of("periodStart", period.start(), "periodEnd", period.end()))
                        .deepCopy();
        return new Notice(
                tenant,
                NotificationKind.BILLING_CYCLE_END,
                period.end().toString(),
                "the billing period of "
                        + tenant
                        + " from "
                        + period.start()
                        + " ended at "
                        + period.end(),
                data,
                period.end());
    }

    private static List<Cursor> claim(Handle handle, String namespace, Instant now) {
        return handle.createQuery(
                        """
                        SELECT tenant, period_start FROM billing_cycle_cursor
                         WHERE namespace = :namespace AND due_at <= :now
                         ORDER BY due_at
                         LIMIT :limit
                           FOR UPDATE SKIP LOCKED
                        """)
                .bind("namespace", namespace)
                .bind("now", now)
                .bind("limit", BATCH)
                .map(
                        (row, context) ->
                                new Cursor(
                                        row.getString("tenant"),
                                        Rows.instantOrNull(row, "period_start")))
                .list();
    }

    private static void advance(Handle handle, String namespace, String tenant, Window period) {
        handle.createUpdate(
                        """
                        UPDATE billing_cycle_cursor
                           SET period_start = :start, due_at = :end
                         WHERE namespace = :namespace AND tenant = :tenant
                        """)
                .bind("start", period.start())
                .bind("end", period.end())
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .execute();
    }

    private static void delete(Handle handle, String namespace, String tenant) {
        handle.createUpdate(
                        """
                        DELETE FROM billing_cycle_cursor
                         WHERE namespace = :namespace AND tenant = :tenant
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .execute();
    }

    /** How far a tenant's periods have been followed. */
    private record Cursor(String tenant, @Nullable Instant periodStart) {}
}
