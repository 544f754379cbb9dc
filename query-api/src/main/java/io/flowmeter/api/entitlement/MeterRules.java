package io.flowmeter.api.entitlement;

import io.flowmeter.api.catalog.MeterQueries;
import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.meter.Meter;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The meters of one namespace. */
final class MeterRules {

    private final Catalog catalog = new Catalog();
    private final SortedMap<String, Meter> current = new TreeMap<>();
    private final TermsCache.ReadAt readAt;
    private final AtomicBoolean isReadAgain = new AtomicBoolean();

    /**
     * @param versions every version of every meter
     */
    MeterRules(String namespace, List<MeterVersion> versions, TermsCache.ReadAt readAt) {
        this.readAt = readAt;
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

    /** Whether there is a meter of each of these keys. */
    boolean knows(Collection<String> keys) {
        return current.keySet().containsAll(keys);
    }

    /** When the catalog said so. */
    TermsCache.ReadAt readAt() {
        return readAt;
    }

    /** True once, for the one who is to ask the catalog again. */
    boolean isFirstToReadAgain() {
        return isReadAgain.compareAndSet(false, true);
    }

    private static Meter newer(Meter one, Meter other) {
        return one.version() > other.version() ? one : other;
    }
}
