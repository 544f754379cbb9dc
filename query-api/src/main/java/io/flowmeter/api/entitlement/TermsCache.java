package io.flowmeter.api.entitlement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowmeter.api.catalog.CatalogVersions;
import io.flowmeter.api.limit.LimitQueries;
import io.flowmeter.api.limit.TenantLimits;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.TenantVersion;
import io.flowmeter.core.threshold.Limit;
import java.time.Clock;
import java.time.Duration;
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
 * The catalog as far as limits need it. What Postgres said is believed for {@link #BELIEVED}: a new
 * limit rules checks that much later. It is remembered longer, for when Postgres is away. Usage and
 * reservations are never remembered.
 */
public final class TermsCache {

    static final Duration BELIEVED = Duration.ofSeconds(2);

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_TENANTS = 100_000;
    private static final int MAX_NAMESPACES = 10_000;

    private final Clock clock;
    private final Cache<TenantKey, TenantTerms> tenants;
    private final Cache<String, MeterRules> meters;

    public TermsCache(Clock clock) {
        this.clock = clock;
        this.tenants = cache(MAX_TENANTS).build();
        this.meters = cache(MAX_NAMESPACES).build();
    }

    /**
     * The terms of each tenant. A tenant that the handle cannot see seems unknown, and would to
     * others: ask only for tenants it sees.
     */
    Map<String, TenantTerms> terms(Handle handle, String namespace, Collection<String> wanted) {
        Map<String, TenantTerms> terms = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (String tenant : wanted) {
            TenantTerms known = tenants.getIfPresent(new TenantKey(namespace, tenant));
            if (known != null && isBelieved(known.loadedAt())) {
                terms.put(tenant, known);
            } else {
                missing.add(tenant);
            }
        }
        if (!missing.isEmpty()) {
            terms.putAll(load(handle, namespace, missing));
        }
        return terms;
    }

    /** The meters of a namespace. */
    MeterRules meters(Handle handle, String namespace) {
        MeterRules known = meters.getIfPresent(namespace);
        if (known == null || !isBelieved(known.loadedAt())) {
            known =
                    new MeterRules(
                            namespace, CatalogVersions.meters(handle, namespace), clock.instant());
            meters.put(namespace, known);
        }
        return known;
    }

    /** What was last known of a tenant, for when Postgres cannot be asked. */
    Optional<TenantTerms> remembered(String namespace, String tenant) {
        return Optional.ofNullable(tenants.getIfPresent(new TenantKey(namespace, tenant)));
    }

    /** Whether there was such a meter when Postgres was last asked. */
    boolean knowsMeter(String namespace, String meter) {
        MeterRules known = meters.getIfPresent(namespace);
        return known != null && known.find(meter).isPresent();
    }

    private Map<String, TenantTerms> load(Handle handle, String namespace, Set<String> missing) {
        Instant now = clock.instant();
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
                            now));
        }
        terms.forEach((tenant, loaded) -> tenants.put(new TenantKey(namespace, tenant), loaded));
        return terms;
    }

    private boolean isBelieved(Instant loadedAt) {
        return clock.instant().isBefore(loadedAt.plus(BELIEVED));
    }

    private Caffeine<Object, Object> cache(int maximum) {
        return Caffeine.newBuilder()
                .maximumSize(maximum)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos());
    }

    private record TenantKey(String namespace, String tenant) {}
}
