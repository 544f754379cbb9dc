package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which thresholds a series has reached, and how often; each change of that is a crossing. */
final class Thresholds {
    private final Map<Watched, Map<String, State>> states = new LinkedHashMap<>();
    private final List<Crossing> crossings = new ArrayList<>();

    /**
     * @param limit its key
     */
    record Watched(String limit, LimitedWindow window) {}

    private record State(int ordinal, boolean isActive) {}

    List<Crossing> crossings() {
        return crossings;
    }

    /** Where some threshold is reached. */
    List<Watched> active() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().values().stream().anyMatch(State::isActive))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Compares a quantity with every threshold.
     *
     * @param limit null: there is none any more
     */
    void judge(Watched watched, @Nullable Limit limit, BigDecimal quantity, long millis) {
        Map<String, State> known = states.computeIfAbsent(watched, none -> new LinkedHashMap<>());
        List<String> listed = limit == null ? List.of() : limit.thresholds();
        List<String> all = new ArrayList<>(listed);
        known.keySet().stream().filter(text -> !listed.contains(text)).forEach(all::add);
        for (String threshold : all) {
            State state = known.getOrDefault(threshold, new State(0, false));
            BigDecimal at =
                    limit == null || !listed.contains(threshold) ? null : limit.at(threshold);
            boolean isReached = at != null && quantity.signum() > 0 && quantity.compareTo(at) >= 0;
            if (isReached != state.isActive()) {
                int ordinal = isReached ? state.ordinal() + 1 : state.ordinal();
                known.put(threshold, new State(ordinal, isReached));
                crossings.add(
                        new Crossing(
                                watched.limit(),
                                watched.window(),
                                threshold,
                                isReached ? "CROSSED" : "RECOVERED",
                                ordinal,
                                limit == null ? null : limit.quantity(),
                                at,
                                quantity,
                                millis));
            }
        }
    }
}
