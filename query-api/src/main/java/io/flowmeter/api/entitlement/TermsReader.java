package io.flowmeter.api.entitlement;

import io.flowmeter.api.catalog.CatalogVersions;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.limit.LimitQueries;
import io.flowmeter.api.limit.TenantLimits;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.TenantVersion;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Reads the catalog of one namespace in one transaction, which begins after this was made: whatever
 * this process had committed by then is in what it reads.
 */
final class TermsReader {

    private final TermsCache cache;
    private final String namespace;
    private final long changes;

    /**
     * @param changes of this process so far
     */
    TermsReader(TermsCache cache, String namespace, long changes) {
        this.cache = cache;
        this.namespace = namespace;
        this.changes = changes;
    }

    /**
     * The terms of each tenant. A tenant that the handle cannot see seems unknown, and would to
     * others: ask only for tenants it sees.
     */
    Map<String, TenantTerms> tenants(Handle handle, Collection<String> wanted) {
        Map<String, TenantTerms> terms = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (String tenant : wanted) {
            cache.tenant(namespace, tenant)
                    .filter(known -> isBelieved(known.readAt()))
                    .ifPresentOrElse(known -> terms.put(tenant, known), () -> missing.add(tenant));
        }
        if (!missing.isEmpty()) {
            Map<String, TenantTerms> loaded = load(handle, missing);
            loaded.forEach((tenant, read) -> cache.keep(namespace, tenant, read));
            terms.putAll(loaded);
        }
        return terms;
    }

    /** The meters of the namespace. */
    MeterRules meters(Handle handle) {
        return meters(handle, Set.of());
    }

    /**
     * The meters of the namespace, with those named as far as there are such: another process may
     * have made them a moment ago.
     */
    MeterRules meters(Handle handle, Collection<String> named) {
        Optional<MeterRules> known =
                cache.meters(namespace)
                        .filter(rules -> isBelieved(rules.readAt()))
                        .filter(rules -> rules.knows(named) || !isToBeReadAgain(rules));
        if (known.isPresent()) {
            return known.get();
        }
        TermsCache.ReadAt readAt = readAt();
        var loaded = new MeterRules(namespace, CatalogVersions.meters(handle, namespace), readAt);
        cache.keep(namespace, loaded);
        return loaded;
    }

    /**
     * @throws ProblemException METER_NOT_FOUND
     */
    Meter meter(Handle handle, String key) {
        return meters(handle, Set.of(key)).get(key);
    }

    private Map<String, TenantTerms> load(Handle handle, Set<String> missing) {
        TermsCache.ReadAt readAt = readAt();
        Map<String, TenantLimits> limits =
                LimitQueries.subscribed(handle, namespace, missing, null);
        Map<String, List<TenantVersion>> versions =
                CatalogVersions.tenants(handle, namespace, missing);
        Map<String, TenantTerms> terms = new HashMap<>();
        for (String tenant : missing) {
            var calendar = new Catalog();
            List<TenantVersion> described = versions.getOrDefault(tenant, new ArrayList<>());
            described.forEach(calendar::add);
            TenantLimits subscribed =
                    limits.getOrDefault(tenant, new TenantLimits(null, Instant.EPOCH, List.of()));
            terms.put(
                    tenant,
                    new TenantTerms(
                            !described.isEmpty() || limits.containsKey(tenant),
                            subscribed.limits().stream()
                                    .collect(Collectors.groupingBy(Limit::meter)),
                            subscribed.planSince(),
                            calendar,
                            readAt));
        }
        return terms;
    }

    private TermsCache.ReadAt readAt() {
        return new TermsCache.ReadAt(cache.now(), changes);
    }

    private boolean isBelieved(TermsCache.ReadAt readAt) {
        return readAt.changes() >= changes
                && cache.now().isBefore(readAt.instant().plus(TermsCache.BELIEVED));
    }

    private boolean isToBeReadAgain(MeterRules rules) {
        Instant next = rules.readAt().instant().plus(TermsCache.LOOKED_FOR);
        return !cache.now().isBefore(next) && rules.isFirstToReadAgain();
    }
}
