package io.flowmeter.core.crossing;

import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.window.Horizon;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The limits of one tenant on one meter, at any time. */
final class TenantLimits {
    private final LimitCatalog catalog;
    private final String namespace;
    private final String tenant;
    private final String meter;
    private final Aggregation aggregation;
    private final Map<Long, List<Limit>> byTime = new HashMap<>();

    TenantLimits(
            LimitCatalog catalog,
            String namespace,
            String tenant,
            String meter,
            Aggregation aggregation) {
        this.catalog = catalog;
        this.namespace = namespace;
        this.tenant = tenant;
        this.meter = meter;
        this.aggregation = aggregation;
    }

    /** When they may change, after one time and up to another. */
    NavigableSet<Long> changes(long afterMillis, long untilMillis) {
        NavigableSet<Long> changes = new TreeSet<>();
        catalog.changes(
                        namespace,
                        tenant,
                        Instant.ofEpochMilli(afterMillis),
                        Instant.ofEpochMilli(untilMillis))
                .forEach(change -> changes.add(change.toEpochMilli()));
        return changes;
    }

    /** Whether there was any up to a time: windows that have ended keep theirs. */
    boolean haveEverBeen(long untilMillis) {
        return changes(0, untilMillis).stream().anyMatch(change -> !at(change).isEmpty());
    }

    /** Those in force; the ones that the meter cannot have are left out. */
    List<Limit> at(long millis) {
        return byTime.computeIfAbsent(
                millis,
                time ->
                        catalog.limits(namespace, tenant, Instant.ofEpochMilli(time)).stream()
                                .filter(limit -> limit.meter().equals(meter))
                                .filter(limit -> limit.window().allows(aggregation))
                                .toList());
    }

    /** Those on a billing period or month; once it has ended, those in force at its end. */
    List<Limit> on(WindowKey window, long endMillis, long millis) {
        List<Limit> all = at(Math.min(millis, endMillis - 1));
        return all.stream().filter(limit -> covers(limit, window, all)).toList();
    }

    /** Those on a rolling horizon. */
    List<Limit> on(Horizon horizon, long millis) {
        return at(millis).stream()
                .filter(limit -> limit.window().horizon().filter(horizon::equals).isPresent())
                .toList();
    }

    /**
     * Whether a limit is on a window: on the total, or on the value of its dimension that has no
     * limit of its own.
     */
    private static boolean covers(Limit limit, WindowKey window, List<Limit> all) {
        if (!limit.window().name().equals(window.kind())) {
            return false;
        }
        String dimension = limit.dimension();
        if (dimension == null) {
            return window.dimensions().equals(Dimensions.TOTAL);
        }
        if (limit.dimensionValue() != null) {
            return window.dimensions().equals(set(dimension, limit.dimensionValue()));
        }
        return Dimensions.hasOnly(window.dimensions(), dimension)
                && all.stream()
                        .filter(other -> isOwn(other, limit.window(), dimension))
                        .noneMatch(
                                other ->
                                        window.dimensions()
                                                .equals(set(dimension, other.dimensionValue())));
    }

    private static boolean isOwn(Limit other, LimitWindow window, String dimension) {
        return other.window() == window
                && dimension.equals(other.dimension())
                && other.dimensionValue() != null;
    }

    private static String set(String dimension, String value) {
        return Dimensions.canonical(Map.of(dimension, value));
    }
}
