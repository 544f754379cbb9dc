package io.flowmeter.core.crossing;

import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.Threshold;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The crossings of a whole log, by plain loops over all of it at each moment. */
final class NaiveCrossings {
    private record Used(String kind, long startMillis, long endMillis, String dimensions) {}

    private record Key(LimitedWindow window, String threshold) {}

    private record State(int ordinal, boolean isActive, Used used) {}

    private final MeterLog log;
    private final Map<Key, State> states = new LinkedHashMap<>();
    private final List<ThresholdCrossing> crossings = new ArrayList<>();

    private NaiveCrossings(MeterLog log) {
        this.log = log;
    }

    static List<ThresholdCrossing> of(MeterLog log, long untilMillis) {
        NaiveCrossings naive = new NaiveCrossings(log);
        TreeSet<Long> moments = new TreeSet<>();
        log.plans.forEach(plan -> moments.add(begin(plan.recordedAt(), plan.effectiveFrom())));
        log.subscriptions.forEach(
                each -> moments.add(begin(each.recordedAt(), each.effectiveFrom())));
        for (UsageChange change : log.changes) {
            moments.add(change.appendMillis());
            for (Horizon horizon : Horizon.values()) {
                moments.add(slice(horizon, change) + horizon.length().toMillis());
            }
        }
        moments.headSet(untilMillis, true).forEach(naive::look);
        return naive.crossings;
    }

    private void look(long moment) {
        List<Limit> now = limits(moment);
        for (Limit limit : now) {
            limit.window()
                    .horizon()
                    .ifPresent(
                            horizon -> {
                                if (hasLeft(horizon, moment)) {
                                    roll(limit, horizon, moment, moment - 1);
                                }
                                roll(limit, horizon, moment, moment);
                            });
        }
        for (Used used : used(moment)) {
            List<Limit> inForce = limits(Math.min(moment, used.endMillis() - 1));
            for (Limit limit : inForce) {
                if (covers(limit, used, inForce)) {
                    judge(window(limit, used), used, limit, quantity(used, moment), moment);
                }
            }
        }
        for (Map.Entry<Key, State> entry : List.copyOf(states.entrySet())) {
            recoverWithoutLimit(entry.getKey(), entry.getValue(), now, moment);
        }
    }

    private boolean hasLeft(Horizon horizon, long moment) {
        BigDecimal before = rolling(horizon, moment - 1, moment - 1);
        return rolling(horizon, moment, moment - 1).compareTo(before) != 0;
    }

    private void roll(Limit limit, Horizon horizon, long moment, long appendedUntil) {
        judge(
                new LimitedWindow(limit.key(), horizon.name(), 0, ""),
                null,
                limit,
                rolling(horizon, moment, appendedUntil),
                moment);
    }

    private void recoverWithoutLimit(Key key, State state, List<Limit> now, long moment) {
        Used used = state.used();
        boolean hasEnded = used != null && used.endMillis() <= moment;
        boolean hasLimit =
                now.stream()
                        .filter(limit -> limit.key().equals(key.window().limit()))
                        .anyMatch(
                                limit ->
                                        used == null
                                                ? limit.window()
                                                        .name()
                                                        .equals(key.window().window())
                                                : covers(limit, used, now));
        if (state.isActive() && !hasEnded && !hasLimit) {
            BigDecimal quantity =
                    used == null
                            ? rolling(Horizon.valueOf(key.window().window()), moment, moment)
                            : quantity(used, moment);
            states.put(key, new State(state.ordinal(), false, used));
            report(key, used, null, null, state.ordinal(), "RECOVERED", quantity, moment);
        }
    }

    private void judge(
            LimitedWindow window, Used used, Limit limit, BigDecimal quantity, long moment) {
        Set<String> listed = new HashSet<>();
        for (Threshold threshold : limit.thresholds()) {
            listed.add(threshold.text());
            Key key = new Key(window, threshold.text());
            State state = states.getOrDefault(key, new State(0, false, used));
            BigDecimal at = threshold.quantity(limit.quantity()).orElse(null);
            boolean isReached = at != null && quantity.signum() > 0 && quantity.compareTo(at) >= 0;
            if (isReached != state.isActive()) {
                int ordinal = state.ordinal() + (isReached ? 1 : 0);
                states.put(key, new State(ordinal, isReached, used));
                String direction = isReached ? "CROSSED" : "RECOVERED";
                report(key, used, limit, at, ordinal, direction, quantity, moment);
            }
        }
        for (Map.Entry<Key, State> entry : List.copyOf(states.entrySet())) {
            State state = entry.getValue();
            if (entry.getKey().window().equals(window)
                    && state.isActive()
                    && !listed.contains(entry.getKey().threshold())) {
                states.put(entry.getKey(), new State(state.ordinal(), false, used));
                report(
                        entry.getKey(),
                        used,
                        limit,
                        null,
                        state.ordinal(),
                        "RECOVERED",
                        quantity,
                        moment);
            }
        }
    }

    private void report(
            Key key,
            Used used,
            Limit limit,
            BigDecimal at,
            int ordinal,
            String direction,
            BigDecimal quantity,
            long moment) {
        crossings.add(
                new ThresholdCrossing(
                        MeterLog.NAMESPACE,
                        MeterLog.TENANT,
                        MeterLog.METER,
                        key.window(),
                        used == null ? null : used.endMillis(),
                        key.threshold(),
                        direction,
                        ordinal,
                        limit == null ? null : limit.quantity(),
                        at,
                        quantity,
                        moment));
    }

    private List<Limit> limits(long moment) {
        SubscriptionVersion subscription = null;
        for (SubscriptionVersion version : log.subscriptions) {
            if (begin(version.recordedAt(), version.effectiveFrom()) <= moment) {
                subscription = version;
            }
        }
        if (subscription == null) {
            return List.of();
        }
        Map<String, Limit> limits = new LinkedHashMap<>();
        PlanVersion plan = null;
        for (PlanVersion version : log.plans) {
            if (begin(version.recordedAt(), version.effectiveFrom()) <= moment) {
                plan = version;
            }
        }
        if (subscription.plan() != null && plan != null) {
            plan.limits().forEach(limit -> limits.put(limit.key(), limit));
        }
        subscription.limits().forEach(limit -> limits.put(limit.key(), limit));
        return limits.values().stream()
                .filter(limit -> limit.window().allows(log.aggregation))
                .toList();
    }

    private static boolean covers(Limit limit, Used used, List<Limit> all) {
        if (!limit.window().name().equals(used.kind())) {
            return false;
        }
        if (limit.dimension() == null) {
            return used.dimensions().isEmpty();
        }
        boolean isFirstModel = used.dimensions().equals("{\"model\":\"m-1\"}");
        if (limit.dimensionValue() != null) {
            return isFirstModel;
        }
        boolean firstHasOwn =
                all.stream()
                        .anyMatch(
                                other ->
                                        other.window() == limit.window()
                                                && other.dimensionValue() != null);
        return !used.dimensions().isEmpty() && !(isFirstModel && firstHasOwn);
    }

    private Set<Used> used(long moment) {
        Set<Used> used = new HashSet<>();
        for (UsageChange change : log.changes) {
            if (change.appendMillis() <= moment) {
                used.addAll(windows(change));
            }
        }
        return used;
    }

    private static List<Used> windows(UsageChange change) {
        Placement at = change.placement();
        long monthStart = at.month() == null ? at.periodStartMillis() : at.month().startMillis();
        long monthEnd = at.month() == null ? at.periodEndMillis() : at.month().endMillis();
        List<Used> windows = new ArrayList<>();
        for (String dimensions : List.of("", change.contribution().dimensions())) {
            windows.add(
                    new Used("PERIOD", at.periodStartMillis(), at.periodEndMillis(), dimensions));
            windows.add(new Used("MONTH", monthStart, monthEnd, dimensions));
        }
        return windows;
    }

    private BigDecimal quantity(Used used, long moment) {
        return quantity(
                live(moment).stream().filter(change -> windows(change).contains(used)).toList());
    }

    private BigDecimal rolling(Horizon horizon, long moment, long appendedUntil) {
        return quantity(
                live(appendedUntil).stream()
                        .filter(
                                change ->
                                        slice(horizon, change) >= horizon.oldestSliceStart(moment))
                        .filter(
                                change ->
                                        horizon != Horizon.PT60M
                                                || change.placement().keepsMinute())
                        .toList());
    }

    private List<UsageChange> live(long appendedUntil) {
        Map<String, UsageChange> live = new LinkedHashMap<>();
        for (UsageChange change : log.changes) {
            if (change.appendMillis() <= appendedUntil) {
                if (change.sign() > 0) {
                    live.put(change.eventId(), change);
                } else {
                    live.remove(change.eventId());
                }
            }
        }
        return List.copyOf(live.values());
    }

    private BigDecimal quantity(List<UsageChange> live) {
        List<BigDecimal> values = new ArrayList<>();
        live.forEach(change -> values.add(change.contribution().value()));
        return switch (log.aggregation) {
            case COUNT -> BigDecimal.valueOf(live.size());
            case SUM -> values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            case MAX -> values.stream().reduce(BigDecimal::max).orElse(BigDecimal.ZERO);
            case LAST ->
                    live.stream()
                            .max(
                                    Comparator.<UsageChange>comparingLong(
                                                    change -> change.placement().eventMillis())
                                            .thenComparing(UsageChange::eventId))
                            .map(change -> change.contribution().value())
                            .orElse(BigDecimal.ZERO);
            case UNIQUE_COUNT -> {
                Set<Object> members = new HashSet<>();
                live.forEach(change -> members.add(change.contribution().member()));
                yield BigDecimal.valueOf(members.size());
            }
            case MIN, AVG -> throw new IllegalArgumentException("no limits on " + log.aggregation);
        };
    }

    private static long slice(Horizon horizon, UsageChange change) {
        return horizon.slice().sliceStart(change.placement().eventMillis());
    }

    private static LimitedWindow window(Limit limit, Used used) {
        return new LimitedWindow(limit.key(), used.kind(), used.startMillis(), used.dimensions());
    }

    private static long begin(Instant recordedAt, Instant effectiveFrom) {
        return Math.max(recordedAt.toEpochMilli(), effectiveFrom.toEpochMilli());
    }
}
