package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Versions.Change;
import io.flowmeter.bench.oracle.Versions.MeterVersion;
import io.flowmeter.bench.oracle.Versions.NamespaceVersion;
import io.flowmeter.bench.oracle.Versions.TenantVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which versions rule an event: those recorded at or before its append time and effective at its
 * event time; of several, the greatest (ADR 1).
 */
final class Rules {
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private final List<NamespaceVersion> namespaces = new ArrayList<>();
    private final List<MeterVersion> meters = new ArrayList<>();
    private final Map<String, List<TenantVersion>> tenants = new TreeMap<>();

    Rules(List<Change> changes) {
        for (Change change : changes) {
            switch (change.entity()) {
                case "NAMESPACE" -> namespaces.add(NamespaceVersion.of(change));
                case "METER" -> meters.add(MeterVersion.of(change));
                case "TENANT" -> {
                    TenantVersion version = TenantVersion.of(change);
                    tenants.computeIfAbsent(version.tenant(), none -> new ArrayList<>())
                            .add(version);
                }
                case "PLAN", "SUBSCRIPTION" -> {} // LimitRules reads them.
                default -> throw new IllegalArgumentException("unknown entity in " + change);
            }
        }
    }

    /**
     * Whether the event time is acceptable.
     *
     * @throws RefusedException IN_FUTURE or TOO_LATE: more than five minutes after, or more than
     *     the allowed lateness before append time
     */
    void requireInTime(String namespace, Instant eventTime, Instant appendTime)
            throws RefusedException {
        NamespaceVersion rule = requireNamespace(namespace, appendTime);
        if (eventTime.isAfter(appendTime.plus(MAX_AHEAD))) {
            throw new RefusedException("IN_FUTURE");
        }
        Long lateness = rule.latenessSeconds();
        if (lateness != null
                && Duration.between(eventTime, appendTime).compareTo(Duration.ofSeconds(lateness))
                        > 0) {
            throw new RefusedException("TOO_LATE");
        }
    }

    /**
     * @throws RefusedException UNKNOWN_NAMESPACE
     */
    NamespaceVersion requireNamespace(String namespace, Instant appendTime)
            throws RefusedException {
        NamespaceVersion rule = find(namespace, appendTime);
        if (rule == null) {
            throw new RefusedException("UNKNOWN_NAMESPACE");
        }
        return rule;
    }

    /** Whether the namespace existed at a time. */
    boolean hasNamespace(String namespace, Instant appendTime) {
        return find(namespace, appendTime) != null;
    }

    private @Nullable NamespaceVersion find(String namespace, Instant appendTime) {
        NamespaceVersion rule = null;
        for (NamespaceVersion version : namespaces) {
            if (version.namespace().equals(namespace)
                    && !version.recordedAt().isAfter(appendTime)
                    && (rule == null || version.version() > rule.version())) {
                rule = version;
            }
        }
        return rule;
    }

    /** The meters in force that want the event, by key. */
    List<MeterVersion> meters(ReadEvent event, Instant appendTime) {
        Map<String, MeterVersion> inForce = new TreeMap<>();
        for (MeterVersion version : meters) {
            if (version.namespace().equals(event.identity().namespace())
                    && !version.recordedAt().isAfter(appendTime)
                    && !version.effectiveFrom().isAfter(event.time())) {
                inForce.merge(
                        version.meter(), version, (a, b) -> a.version() > b.version() ? a : b);
            }
        }
        return inForce.values().stream()
                .filter(meter -> !meter.archived() && meter.eventType().equals(event.type()))
                .toList();
    }

    Span day(Identity identity, Instant time, Instant appendTime) {
        TenantVersion rule = tenantAt(identity, time, appendTime);
        Span day = TenantCalendar.day(time, rule == null ? ZoneOffset.UTC : rule.zone());
        return cut(day, identity, time, appendTime);
    }

    Span period(Identity identity, Instant time, Instant appendTime) {
        TenantVersion rule = tenantAt(identity, time, appendTime);
        Span period =
                rule == null
                        ? TenantCalendar.period(time, ZoneOffset.UTC, 1, null)
                        : TenantCalendar.period(time, rule.zone(), rule.months(), rule.anchor());
        return cut(period, identity, time, appendTime);
    }

    Span month(Identity identity, Instant time, Instant appendTime) {
        TenantVersion rule = tenantAt(identity, time, appendTime);
        ZoneId zone = rule == null ? ZoneOffset.UTC : rule.zone();
        return cut(TenantCalendar.period(time, zone, 1, null), identity, time, appendTime);
    }

    /** Whether billing periods are calendar months. */
    boolean hasCalendarPeriods(Identity identity, Instant time, Instant appendTime) {
        TenantVersion rule = tenantAt(identity, time, appendTime);
        return rule == null
                || (rule.months() == 1
                        && (rule.anchor() == null || rule.anchor().getDayOfMonth() == 1));
    }

    /** The part of a window around a time in which the tenant's rule is the one of that time. */
    private Span cut(Span window, Identity identity, Instant time, Instant appendTime) {
        TenantVersion rule = tenantAt(identity, time, appendTime);
        Span part = window;
        for (TenantVersion version : versions(identity, appendTime)) {
            Instant edge = version.effectiveFrom();
            TenantVersion before = tenantAt(identity, edge.minusMillis(1), appendTime);
            boolean isChange = !Objects.equals(before, tenantAt(identity, edge, appendTime));
            if (isChange && edge.isAfter(time)) {
                part = part.clippedTo(Long.MIN_VALUE, edge.toEpochMilli());
            } else if (isChange && version.equals(rule)) {
                part = part.clippedTo(edge.toEpochMilli(), Long.MAX_VALUE);
            }
        }
        return part;
    }

    private @Nullable TenantVersion tenantAt(Identity identity, Instant time, Instant appendTime) {
        TenantVersion rule = null;
        for (TenantVersion version : versions(identity, appendTime)) {
            if (!version.effectiveFrom().isAfter(time)
                    && (rule == null || version.version() > rule.version())) {
                rule = version;
            }
        }
        return rule;
    }

    private List<TenantVersion> versions(Identity identity, Instant appendTime) {
        return tenants.getOrDefault(identity.tenant(), List.of()).stream()
                .filter(version -> version.namespace().equals(identity.namespace()))
                .filter(version -> !version.recordedAt().isAfter(appendTime))
                .toList();
    }
}
