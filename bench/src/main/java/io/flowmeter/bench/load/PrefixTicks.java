package io.flowmeter.bench.load;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of the prefix tenants: number n is the n-th, its value is n, and its time is later
 * than that of n - 1. So whoever sees a prefix of them sees n in every meter. Copies follow at
 * once, so that they are appended within the deduplication window.
 */
final class PrefixTicks {
    private final Map<LoadTenant, Long> numbers = new HashMap<>();
    private final Map<LoadTenant, Instant> times = new HashMap<>();

    List<Scenario> scenarios() {
        return List.of(new Scenario(500, this::next));
    }

    private void next(Stage stage) {
        List<LoadTenant> awake =
                stage.roster().prefixTenants().stream()
                        .filter(tenant -> stage.isAwake(tenant.partition()))
                        .toList();
        tick(stage, awake.get(stage.random().nextInt(awake.size())));
    }

    void tick(Stage stage, LoadTenant tenant) {
        long number = numbers.merge(tenant, 1L, Long::sum);
        Instant time = times.getOrDefault(tenant, Instant.EPOCH).plusMillis(1);
        time = stage.now().isAfter(time) ? stage.now() : time;
        times.put(tenant, time);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("number", number);
        data.put("one", 1);
        EventDraft draft =
                new EventDraft(
                        tenant.namespace(),
                        tenant.id(),
                        "counter",
                        "n-" + number,
                        LoadMeters.PREFIX_TICK,
                        time,
                        data);
        append(stage, LoadKind.PREFIX, draft, new PrefixTick(tenant, number, false));
        if (stage.random().nextInt(8) == 0) {
            append(stage, LoadKind.PREFIX_DUPLICATE, draft, new PrefixTick(tenant, number, true));
        }
    }

    private static void append(Stage stage, LoadKind kind, EventDraft draft, PrefixTick tick) {
        stage.append(stage.write(kind, draft).counting(tick));
    }
}
