package io.flowmeter.api.entitlement;

import io.flowmeter.api.catalog.MeterQueries;
import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.meter.Meter;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The meters of one namespace. */
final class MeterRules {

    private final Catalog catalog = new Catalog();
    private final SortedMap<String, Meter> current = new TreeMap<>();
    private final Instant loadedAt;

    /**
     * @param versions every version of every meter
     */
    MeterRules(String namespace, List<MeterVersion> versions, Instant loadedAt) {
        this.loadedAt = loadedAt;
        for (MeterVersion version : versions) {
            Meter rule = version.rule();
            catalog.add(namespace, rule);
            current.merge(rule.key(), rule, MeterRules::newer);
        }
        current.values().removeIf(Meter::archived);
    }

    /** Every version: what an event adds is the business of the one in force at its time. */
    Catalog catalog() {
        return catalog;
    }

    /** The newest versions of meters that are not archived, by key. */
    Collection<Meter> all() {
        return Collections.unmodifiableCollection(current.values());
    }

    Optional<Meter> find(String key) {
        return Optional.ofNullable(current.get(key));
    }

    /**
     * @throws ProblemException METER_NOT_FOUND
     */
    Meter get(String key) {
        return find(key).orElseThrow(() -> MeterQueries.notFound(key));
    }

    Instant loadedAt() {
        return loadedAt;
    }

    private static Meter newer(Meter one, Meter other) {
        return one.version() > other.version() ? one : other;
    }
}
