package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import io.flowmeter.bench.oracle.Thresholds.Watched;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The crossings of one tenant's meter: a walk over each millisecond of append time at which
 * something was appended, left a rolling window, or changed a limit. Of what was appended in one
 * millisecond only the sum is looked at, so that its order is no matter. A billing period or month
 * that has ended keeps the limits it ended with.
 */
final class CrossingLoop {
    private final String aggregation;
    private final boolean hasDimensions;
    private final NavigableMap<Long, List<Limit>> limits;
    private final NavigableMap<Long, List<Step>> steps = new TreeMap<>();
    private final Map<LimitedWindow, Used> windows = new LinkedHashMap<>();
    private final RollingSlices slices;
    private final Thresholds thresholds = new Thresholds();

    /**
     * @param sign 1: began to count; -1: counts no longer
     */
    record Step(long appendMillis, int sign, Live live) {}

    /** A billing period or month. One that is cut ends with the earliest cut it knows of. */
    private static final class Used {
        final RunningQuantity quantity;
        final Set<Long> ends = new HashSet<>();
        long endMillis = Long.MAX_VALUE;

        Used(String aggregation) {
            this.quantity = new RunningQuantity(aggregation);
        }
    }

    /**
     * @param hasDimensions whether dimension sets are looked at beside the total
     * @param limits of the series, from each time on at which they may have changed
     */
    CrossingLoop(
            String aggregation, boolean hasDimensions, NavigableMap<Long, List<Limit>> limits) {
        this.aggregation = aggregation;
        this.hasDimensions = hasDimensions;
        this.limits = limits;
        this.slices = new RollingSlices(aggregation);
    }

    /** All crossings up to a time. */
    List<Crossing> walk(List<Step> all, long untilMillis) {
        Set<Long> moments = new TreeSet<>(limits.keySet());
        for (Step step : all) {
            steps.computeIfAbsent(step.appendMillis(), none -> new ArrayList<>()).add(step);
            moments.add(step.appendMillis());
            for (Horizon horizon : Horizon.values()) {
                long slice = horizon.slice(step.live().usage().eventMillis());
                moments.add(slice + horizon.lengthMillis);
            }
        }
        moments.stream().filter(moment -> moment <= untilMillis).forEach(this::look);
        return thresholds.crossings();
    }

    /** All ends that a billing period or month was said to have; empty for a horizon. */
    Set<Long> ends(LimitedWindow window) {
        Used used = windows.get(window);
        return used == null ? Set.of() : used.ends;
    }

    private void look(long moment) {
        for (Horizon horizon : Horizon.values()) {
            if (slices.isLosing(horizon, moment) && !on(horizon, moment - 1).isEmpty()) {
                judge(horizon, moment); // before anything enters
            }
        }
        Set<LimitedWindow> touched = take(steps.getOrDefault(moment, List.of()));
        for (Horizon horizon : Horizon.values()) {
            judge(horizon, moment);
        }
        boolean isChange = limits.containsKey(moment);
        (isChange ? windows.keySet() : touched).forEach(window -> judge(window, moment));
        if (isChange) {
            recoverWithoutLimit(moment);
        }
    }

    /** Adds what was appended; returns the billing periods and months it is in. */
    private Set<LimitedWindow> take(List<Step> now) {
        Set<LimitedWindow> touched = new LinkedHashSet<>();
        for (Step step : now) {
            Usage usage = step.live().usage();
            String own = hasDimensions ? step.live().contribution().dimensions() : "";
            for (String dimensions : own.isEmpty() ? List.of("") : List.of("", own)) {
                touched.add(take(step, "PERIOD", usage.period(), dimensions));
                if (usage.month() != null) {
                    touched.add(take(step, Place.MONTH, usage.month(), dimensions));
                }
            }
            slices.change(step.sign(), step.live());
        }
        return touched;
    }

    private LimitedWindow take(Step step, String kind, Span span, String dimensions) {
        LimitedWindow window = new LimitedWindow(kind, span.startMillis(), dimensions);
        Used used = windows.computeIfAbsent(window, none -> new Used(aggregation));
        used.quantity.change(step.sign(), step.live());
        used.ends.add(span.endMillis());
        used.endMillis = Math.min(used.endMillis, span.endMillis());
        return window;
    }

    private void judge(Horizon horizon, long moment) {
        for (Limit limit : on(horizon, moment)) {
            Watched watched = new Watched(limit.key(), LimitedWindow.of(horizon));
            thresholds.judge(watched, limit, slices.quantity(horizon, moment), moment);
        }
    }

    private void judge(LimitedWindow window, long moment) {
        for (Limit limit : on(window, moment)) {
            Watched watched = new Watched(limit.key(), window);
            thresholds.judge(watched, limit, used(window).quantity.quantity(), moment);
        }
    }

    /** Where limits are gone, nothing is reached any more; but what has ended stays as it was. */
    private void recoverWithoutLimit(long moment) {
        for (Watched watched : thresholds.active()) {
            LimitedWindow window = watched.window();
            Horizon horizon = window.horizon();
            if (horizon != null) {
                recover(watched, on(horizon, moment), slices.quantity(horizon, moment), moment);
            } else if (used(window).endMillis > moment) {
                recover(watched, on(window, moment), used(window).quantity.quantity(), moment);
            }
        }
    }

    private void recover(Watched watched, List<Limit> left, BigDecimal quantity, long moment) {
        if (left.stream().noneMatch(limit -> limit.key().equals(watched.limit()))) {
            thresholds.judge(watched, null, quantity, moment);
        }
    }

    private Used used(LimitedWindow window) {
        return Objects.requireNonNull(windows.get(window));
    }

    private List<Limit> on(Horizon horizon, long moment) {
        return at(moment).stream().filter(limit -> limit.window().equals(horizon.name())).toList();
    }

    private List<Limit> on(LimitedWindow window, long moment) {
        List<Limit> all = at(Math.min(moment, used(window).endMillis - 1));
        return all.stream().filter(limit -> limit.isOn(window, all)).toList();
    }

    private List<Limit> at(long moment) {
        Map.Entry<Long, List<Limit>> inForce = limits.floorEntry(moment);
        return inForce == null ? List.of() : inForce.getValue();
    }
}
