package io.flowmeter.core.catalog;

import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Every known version of plans and subscriptions, and so the limits a tenant had at any time. A
 * version is in force from when it was recorded and effective; of several, the greatest rules. Time
 * is append time. Adding a version twice is harmless. Not thread-safe.
 */
public final class LimitCatalog {
    private final Map<Key, NavigableSet<PlanVersion>> plans = new HashMap<>();
    private final Map<Key, NavigableSet<SubscriptionVersion>> subscriptions = new HashMap<>();
    private final NavigableSet<Instant> begins = new TreeSet<>();

    public void add(PlanVersion version) {
        begins.add(begin(version.recordedAt(), version.effectiveFrom()));
        plans.computeIfAbsent(
                        new Key(version.namespace(), version.plan()),
                        key -> newestFirst(PlanVersion::version))
                .add(version);
    }

    public void add(SubscriptionVersion version) {
        begins.add(begin(version.recordedAt(), version.effectiveFrom()));
        subscriptions
                .computeIfAbsent(
                        new Key(version.namespace(), version.tenant()),
                        key -> newestFirst(SubscriptionVersion::version))
                .add(version);
    }

    /** Whether the tenant was ever subscribed to anything, or will be. */
    public boolean hasSubscription(String namespace, String tenant) {
        return subscriptions.containsKey(new Key(namespace, tenant));
    }

    /** Whether limits of anybody may change after one time and up to another. */
    public boolean hasChanges(Instant after, Instant until) {
        return !begins.subSet(after, false, until, true).isEmpty();
    }

    /** The tenant's subscription at a time; empty if it never had one. */
    public Optional<SubscriptionVersion> subscription(
            String namespace, String tenant, Instant appendTime) {
        return inForce(
                subscriptions.getOrDefault(
                        new Key(namespace, tenant), Collections.emptyNavigableSet()),
                version -> begin(version.recordedAt(), version.effectiveFrom()),
                appendTime);
    }

    /** The plan's version at a time; empty before its first. */
    public Optional<PlanVersion> plan(String namespace, String plan, Instant appendTime) {
        return inForce(
                plans.getOrDefault(new Key(namespace, plan), Collections.emptyNavigableSet()),
                version -> begin(version.recordedAt(), version.effectiveFrom()),
                appendTime);
    }

    /** The tenant's limits at a time: its plan's, and its own in their place. */
    public Collection<Limit> limits(String namespace, String tenant, Instant appendTime) {
        Optional<SubscriptionVersion> subscription = subscription(namespace, tenant, appendTime);
        if (subscription.isEmpty()) {
            return List.of();
        }
        Map<String, Limit> limits = new LinkedHashMap<>();
        String plan = subscription.get().plan();
        if (plan != null) {
            plan(namespace, plan, appendTime)
                    .ifPresent(
                            version ->
                                    version.limits()
                                            .forEach(limit -> limits.put(limit.key(), limit)));
        }
        subscription.get().limits().forEach(limit -> limits.put(limit.key(), limit));
        return List.copyOf(limits.values());
    }

    /**
     * When limits of the tenant may change, after one time and up to another: the beginnings of its
     * subscriptions and of their plans' versions.
     */
    public NavigableSet<Instant> changes(
            String namespace, String tenant, Instant after, Instant until) {
        NavigableSet<Instant> moments = new TreeSet<>();
        for (SubscriptionVersion version :
                subscriptions.getOrDefault(
                        new Key(namespace, tenant), Collections.emptyNavigableSet())) {
            moments.add(begin(version.recordedAt(), version.effectiveFrom()));
            if (version.plan() != null) {
                plans.getOrDefault(
                                new Key(namespace, version.plan()), Collections.emptyNavigableSet())
                        .forEach(
                                plan ->
                                        moments.add(
                                                begin(plan.recordedAt(), plan.effectiveFrom())));
            }
        }
        return new TreeSet<>(moments.subSet(after, false, until, true));
    }

    private static Instant begin(Instant recordedAt, Instant effectiveFrom) {
        return recordedAt.isAfter(effectiveFrom) ? recordedAt : effectiveFrom;
    }

    private static <V> Optional<V> inForce(
            NavigableSet<V> newestFirst, Function<V, Instant> begin, Instant appendTime) {
        return newestFirst.stream()
                .filter(version -> !begin.apply(version).isAfter(appendTime))
                .findFirst();
    }

    private static <V> NavigableSet<V> newestFirst(ToIntFunction<V> version) {
        return new TreeSet<>(Comparator.comparingInt(version).reversed());
    }

    private record Key(String namespace, String name) {}
}
