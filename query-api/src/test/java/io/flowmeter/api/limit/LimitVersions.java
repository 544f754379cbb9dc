package io.flowmeter.api.limit;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;

/** Versions of plans and subscriptions, in Postgres and in a catalog of the core. */
final class LimitVersions {

    private final LimitCatalog catalog = new LimitCatalog();
    private final ApiFixture api;

    LimitVersions(ApiFixture api) {
        this.api = api;
    }

    LimitCatalog catalog() {
        return catalog;
    }

    void plan(String plan, int version, Instant recorded, Instant from, Limit... limits) {
        catalog.add(new PlanVersion("default", plan, version, from, recorded, List.of(limits)));
        api.execute(
                """
                INSERT INTO plan (namespace, plan, version, effective_from, limits, recorded_at)
                VALUES ('default', ?, ?, CAST(? AS timestamptz), CAST(? AS jsonb),
                    CAST(? AS timestamptz))
                """,
                plan,
                version,
                from.toString(),
                LimitJson.write(List.of(limits)),
                recorded.toString());
    }

    void subscription(
            String tenant,
            int version,
            String plan,
            Instant recorded,
            Instant from,
            Limit... limits) {
        catalog.add(
                new SubscriptionVersion(
                        "default", tenant, version, plan, from, recorded, List.of(limits)));
        api.execute(
                """
                INSERT INTO subscription (namespace, tenant, version, plan, effective_from, limits,
                    recorded_at)
                VALUES ('default', ?, ?, ?, CAST(? AS timestamptz), CAST(? AS jsonb),
                    CAST(? AS timestamptz))
                """,
                tenant,
                version,
                plan,
                from.toString(),
                LimitJson.write(List.of(limits)),
                recorded.toString());
    }
}
