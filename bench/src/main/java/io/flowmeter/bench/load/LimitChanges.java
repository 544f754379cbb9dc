package io.flowmeter.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits that are raised, lowered and removed, and usage that leaves rolling windows soon. */
final class LimitChanges {
    private static final int MAX_AGED = 4;

    /** Longer than a request waits for an API that is away: the past would be refused. */
    private static final Duration AHEAD = Duration.ofMinutes(6);

    private LimitChanges() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(3, LimitChanges::changePlan),
                new Scenario(8, LimitChanges::changeSubscription),
                new Scenario(60, LimitChanges::aged));
    }

    private static void changePlan(Stage stage) {
        List<LoadLimits> plans = List.of(LoadLimits.values());
        LoadLimits plan = plans.get(stage.random().nextInt(plans.size()));
        Map<String, Object> body = new LinkedHashMap<>(plan.plan(stage.random()));
        if (stage.random().nextInt(6) == 0) {
            body.put("effectiveFrom", stage.now().plus(AHEAD).toString());
        }
        String namespace =
                stage.random().nextBoolean()
                        ? stage.settings().openNamespace()
                        : stage.settings().strictNamespace();
        CatalogChanges.ask(stage, LoadKind.PLAN_CHANGED, namespace, "PUT", plan.path(), body);
    }

    private static void changeSubscription(Stage stage) {
        List<LoadTenant> subscribers = stage.roster().subscribers();
        LoadTenant tenant = subscribers.get(stage.random().nextInt(subscribers.size()));
        LoadLimits plan = LoadLimits.of(tenant, stage.roster());
        CatalogChanges.ask(
                stage,
                LoadKind.SUBSCRIPTION_CHANGED,
                tenant.namespace(),
                "PUT",
                CatalogChanges.path(tenant) + "/subscription",
                plan.subscription(stage.random()));
    }

    /** Within a minute the first leave the hour, within a quarter-hour those of days. */
    private static void aged(Stage stage) {
        LoadTenant tenant = stage.roster().rolling();
        int count = 1 + stage.random().nextInt(MAX_AGED);
        for (int i = 0; i < count; i++) {
            EventDraft draft =
                    stage.draft(tenant)
                            .withType(
                                    UsageData.Kind.REQUEST.type(),
                                    UsageData.Kind.REQUEST.data(stage.random()));
            stage.send(LoadKind.AGED, tenant, draft.withIdentity(draft.id(), time(stage)));
        }
    }

    private static Instant time(Stage stage) {
        int chance = stage.random().nextInt(60_000);
        return switch (stage.random().nextInt(8)) {
            case 0 -> stage.now().minus(Duration.ofDays(1)).plusMillis(15L * chance);
            case 1 -> stage.now().minus(Duration.ofDays(30)).plusMillis(15L * chance);
            default -> stage.now().minus(Duration.ofSeconds(3_570)).plusMillis(chance / 2);
        };
    }
}
