package io.flowmeter.bench.watch;

import io.flowmeter.bench.watch.Snapshot.Crossings;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Of each threshold in each window CROSSED and RECOVERED alternate, CROSSED 1 first, none left out;
 * and none that was seen once is ever gone.
 */
final class CrossingsAlternate {
    private Map<String, Crossings> before = Map.of();

    void see(Snapshot snapshot, Consumer<String> violation) {
        if (!snapshot.depth().hasRolling()) {
            return;
        }
        Map<String, Crossings> now = snapshot.crossings();
        now.forEach(
                (key, crossings) -> {
                    if (!crossings.alternate()) {
                        violation.accept("crossings of " + key + " do not alternate: " + crossings);
                    }
                });
        before.forEach(
                (key, earlier) -> {
                    Crossings later = now.getOrDefault(key, Crossings.NONE);
                    if (later.crossed() < earlier.crossed()
                            || later.recovered() < earlier.recovered()) {
                        violation.accept(
                                "crossings of "
                                        + key
                                        + " have vanished: there were "
                                        + earlier
                                        + ", there are "
                                        + later);
                    }
                });
        before = now;
    }
}
