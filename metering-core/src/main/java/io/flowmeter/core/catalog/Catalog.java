package io.flowmeter.core.catalog;

import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every known version of namespaces, meters and tenants. A version rules an event if it had been
 * recorded when the event was appended and is effective at the event's time; of several, the
 * greatest rules. So the answer is the same however long after the event it is asked. Adding a
 * version twice is harmless. Not thread-safe.
 */
public final class Catalog {
    private final Map<String, NavigableSet<NamespaceVersion>> namespaces = new HashMap<>();
    private final Map<String, Map<String, NavigableSet<Meter>>> meters = new HashMap<>();
    private final Map<TenantKey, NavigableSet<TenantVersion>> tenants = new HashMap<>();

    public void add(NamespaceVersion version) {
        namespaces
                .computeIfAbsent(version.namespace(), key -> newestFirst(NamespaceVersion::version))
                .add(version);
    }

    public void add(String namespace, Meter meter) {
        meters.computeIfAbsent(namespace, key -> new HashMap<>())
                .computeIfAbsent(meter.key(), key -> newestFirst(Meter::version))
                .add(meter);
    }

    public void add(TenantVersion version) {
        tenants.computeIfAbsent(
                        new TenantKey(version.namespace(), version.tenant()),
                        key -> newestFirst(TenantVersion::version))
                .add(version);
    }

    /** Empty: the namespace did not exist when the event was appended. */
    public Optional<TimePolicy> timePolicy(String namespace, Instant appendTime) {
        for (NamespaceVersion version :
                namespaces.getOrDefault(namespace, Collections.emptyNavigableSet())) {
            if (!version.recordedAt().isAfter(appendTime)) {
                return Optional.of(version.timePolicy());
            }
        }
        return Optional.empty();
    }

    /** The meters that count events of this type, in no particular order. */
    public List<Meter> metersFor(UsageEvent event, Instant appendTime) {
        List<Meter> found = new ArrayList<>();
        for (NavigableSet<Meter> versions :
                meters.getOrDefault(event.namespace(), Map.of()).values()) {
            Meter inForce = inForce(versions, event.eventTime(), appendTime);
            if (inForce != null
                    && !inForce.archived()
                    && inForce.eventType().equals(event.type())) {
                found.add(inForce);
            }
        }
        return found;
    }

    /**
     * The tenant's day, billing period and month at an event time, cut where a version of the
     * tenant begins or ends. An unknown tenant has {@link BillingCycle#DEFAULT}.
     */
    public TenantWindows windows(UsageEvent event, Instant appendTime) {
        return windows(event.namespace(), event.tenant(), event.eventTime(), appendTime);
    }

    /** As {@link #windows(UsageEvent, Instant)}. */
    public TenantWindows windows(
            String namespace, String tenant, Instant eventTime, Instant appendTime) {
        BillingCycle cycle = BillingCycle.DEFAULT;
        Instant from = Instant.MIN;
        Instant to = Instant.MAX;
        for (TenantVersion version :
                tenants.getOrDefault(
                        new TenantKey(namespace, tenant), Collections.emptyNavigableSet())) {
            if (version.recordedAt().isAfter(appendTime)) {
                continue;
            }
            if (version.effectiveFrom().isAfter(eventTime)) {
                to = version.effectiveFrom().isBefore(to) ? version.effectiveFrom() : to;
            } else {
                cycle = version.billingCycle();
                from = version.effectiveFrom();
                break;
            }
        }
        return new TenantWindows(
                cycle.dayContaining(eventTime).clippedTo(from, to),
                cycle.periodContaining(eventTime).clippedTo(from, to),
                cycle.isCalendarMonth()
                        ? null
                        : cycle.monthContaining(eventTime).clippedTo(from, to));
    }

    private static @Nullable Meter inForce(
            NavigableSet<Meter> versions, Instant eventTime, Instant appendTime) {
        for (Meter version : versions) {
            if (!version.recordedAt().isAfter(appendTime)
                    && !version.effectiveFrom().isAfter(eventTime)) {
                return version;
            }
        }
        return null;
    }

    private static <V> NavigableSet<V> newestFirst(ToIntFunction<V> version) {
        return new TreeSet<>(Comparator.comparingInt(version).reversed());
    }

    private record TenantKey(String namespace, String tenant) {}
}
