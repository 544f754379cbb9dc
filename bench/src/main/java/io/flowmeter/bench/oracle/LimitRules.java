package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Versions.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which limits a tenant has at an append time. A version of a plan or subscription is in force once
 * it was recorded and its time has come; of several the greatest. The tenant's own limit of a key
 * replaces its plan's.
 */
final class LimitRules {
    private final Map<Key, List<Version>> plans = new HashMap<>();
    private final Map<Key, List<Version>> subscriptions = new HashMap<>();

    /**
     * @param name of a plan, or of the tenant that is subscribed
     */
    private record Key(String namespace, String name) {}

    /**
     * @param beginMillis append time from which it may be in force
     * @param plan of a subscription; null: none
     */
    private record Version(
            int version, long beginMillis, @Nullable String plan, List<Limit> limits) {

        static Version of(Change change) {
            Instant effectiveFrom =
                    Instant.parse(change.payload().path("effectiveFrom").textValue());
            Instant begin =
                    change.recordedAt().isAfter(effectiveFrom)
                            ? change.recordedAt()
                            : effectiveFrom;
            List<Limit> limits = new ArrayList<>();
            change.payload().path("limits").forEach(limit -> limits.add(Limit.of(limit)));
            // The first millisecond that does not lie before it.
            return new Version(
                    change.version(),
                    begin.plusNanos(999_999).toEpochMilli(),
                    change.payload().path("plan").textValue(),
                    limits);
        }
    }

    LimitRules(List<Change> changes) {
        for (Change change : changes) {
            boolean isPlan = change.entity().equals("PLAN");
            if (isPlan || change.entity().equals("SUBSCRIPTION")) {
                (isPlan ? plans : subscriptions)
                        .computeIfAbsent(
                                new Key(change.namespace(), change.key()),
                                none -> new ArrayList<>())
                        .add(Version.of(change));
            }
        }
    }

    /**
     * The limits of a tenant on a meter from each append time on at which they may have changed;
     * empty if it never had a subscription.
     */
    NavigableMap<Long, List<Limit>> timeline(Series series, String aggregation) {
        NavigableMap<Long, List<Limit>> timeline = new TreeMap<>();
        for (Version subscription : versions(subscriptions, series, series.tenant())) {
            timeline.put(subscription.beginMillis(), List.of());
            if (subscription.plan() != null) {
                versions(plans, series, subscription.plan())
                        .forEach(plan -> timeline.put(plan.beginMillis(), List.of()));
            }
        }
        timeline.replaceAll((millis, none) -> inForce(series, aggregation, millis));
        return timeline;
    }

    private List<Limit> inForce(Series series, String aggregation, long millis) {
        Map<String, Limit> limits = new LinkedHashMap<>();
        Version subscription = greatest(versions(subscriptions, series, series.tenant()), millis);
        if (subscription != null) {
            Version plan =
                    subscription.plan() == null
                            ? null
                            : greatest(versions(plans, series, subscription.plan()), millis);
            if (plan != null) {
                plan.limits().forEach(limit -> limits.put(limit.key(), limit));
            }
            subscription.limits().forEach(limit -> limits.put(limit.key(), limit));
        }
        return limits.values().stream()
                .filter(limit -> limit.meter().equals(series.meter()))
                .filter(limit -> limit.isAllowedOn(aggregation))
                .toList();
    }

    private static List<Version> versions(Map<Key, List<Version>> all, Series series, String name) {
        return all.getOrDefault(new Key(series.namespace(), name), List.of());
    }

    private static @Nullable Version greatest(List<Version> versions, long millis) {
        Version greatest = null;
        for (Version version : versions) {
            if (version.beginMillis() <= millis
                    && (greatest == null || version.version() > greatest.version())) {
                greatest = version;
            }
        }
        return greatest;
    }
}
