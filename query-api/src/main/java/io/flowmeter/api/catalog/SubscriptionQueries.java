package io.flowmeter.api.catalog;

import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.limit.LimitJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads and inserts versions of subscriptions. */
final class SubscriptionQueries {

    private SubscriptionQueries() {}

    /** The problem that the tenant has no subscription. */
    static ProblemException notFound(String tenant) {
        return new ProblemException(
                ProblemCode.SUBSCRIPTION_NOT_FOUND, "tenant " + tenant + " has no subscription");
    }

    /** The newest version, be it in force or not yet. */
    static Optional<Subscription> find(Handle handle, String namespace, String tenant) {
        return versions(handle, namespace, tenant, Integer.MAX_VALUE, 1).stream().findFirst();
    }

    /** The version that rules the tenant at this moment. */
    static Optional<Subscription> inForce(Handle handle, String namespace, String tenant) {
        return handle.createQuery(
                        """
                        SELECT * FROM subscription
                         WHERE namespace = :namespace AND tenant = :tenant
                           AND effective_from <= now()
                         ORDER BY version DESC
                         LIMIT 1
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .map((row, context) -> subscription(row))
                .findOne();
    }

    /** The version that will be in force after one that is, or first of all. */
    static Optional<Subscription> next(
            Handle handle, String namespace, String tenant, int versionInForce) {
        return handle.createQuery(
                        """
                        SELECT * FROM subscription
                         WHERE namespace = :namespace AND tenant = :tenant
                           AND version > :inForce AND effective_from > now()
                         ORDER BY effective_from, version DESC
                         LIMIT 1
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .bind("inForce", versionInForce)
                .map((row, context) -> subscription(row))
                .findOne();
    }

    /** Versions before one, newest first. */
    static List<Subscription> versions(
            Handle handle, String namespace, String tenant, int beforeVersion, int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM subscription
                         WHERE namespace = :namespace AND tenant = :tenant AND version < :before
                         ORDER BY version DESC
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .bind("before", beforeVersion)
                .bind("limit", limit)
                .map((row, context) -> subscription(row))
                .list();
    }

    static void insert(Handle handle, String namespace, Subscription subscription) {
        handle.createUpdate(
                        """
                        INSERT INTO subscription (namespace, tenant, version, plan, effective_from,
                               limits, recorded_at)
                        VALUES (:namespace, :tenant, :version, :plan, :effectiveFrom,
                               CAST(:limits AS jsonb), :recordedAt)
                        """)
                .bind("namespace", namespace)
                .bind("tenant", subscription.tenant())
                .bind("version", subscription.version())
                .bind("plan", subscription.plan())
                .bind("effectiveFrom", subscription.effectiveFrom())
                .bind("limits", LimitJson.write(subscription.limits()))
                .bind("recordedAt", subscription.recordedAt())
                .execute();
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("tenant"),
                row.getInt("version"),
                row.getString("plan"),
                LimitJson.read(row.getString("limits")),
                Rows.instant(row, "effective_from"),
                Rows.instant(row, "recorded_at"));
    }
}
