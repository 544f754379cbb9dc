package io.flowmeter.api.entitlement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalog as far as limits need it. What Postgres said is believed for {@link #BELIEVED},
 * unless this process changed the catalog since: what another process changed rules checks that
 * much later. It is remembered longer, for when Postgres is away. Usage and reservations are never
 * remembered.
 */
final class TermsCache {

    static final Duration BELIEVED = Duration.ofSeconds(2);

    /** Meters that are not known are looked for this often, however many are asked about. */
    static final Duration LOOKED_FOR = Duration.ofMillis(100);

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_TENANTS = 100_000;
    private static final int MAX_NAMESPACES = 10_000;

    private final Clock clock;
    private final Cache<TenantKey, TenantTerms> tenants;
    private final Cache<String, MeterRules> meters;
    private final Map<String, Long> changes = new ConcurrentHashMap<>();

    TermsCache(Clock clock) {
        this.clock = clock;
        this.tenants = cache(MAX_TENANTS).build();
        this.meters = cache(MAX_NAMESPACES).build();
    }

    /**
     * When something was read.
     *
     * @param changes how many of this process it has at least
     */
    record ReadAt(Instant instant, long changes) {}

    /** This process changed a namespace's catalog, or may have, and has committed it. */
    void changed(String namespace) {
        changes.merge(namespace, 1L, Long::sum);
    }

    /** Reads for one transaction, which must begin after this. */
    TermsReader reader(String namespace) {
        return new TermsReader(this, namespace, changes.getOrDefault(namespace, 0L));
    }

    /** What was last known of a tenant. */
    Optional<TenantTerms> tenant(String namespace, String tenant) {
        return Optional.ofNullable(tenants.getIfPresent(new TenantKey(namespace, tenant)));
    }

    /** The meters there were when Postgres was last asked. */
    Optional<MeterRules> meters(String namespace) {
        return Optional.ofNullable(meters.getIfPresent(namespace));
    }

    void keep(String namespace, String tenant, TenantTerms terms) {
        tenants.put(new TenantKey(namespace, tenant), terms);
    }

    void keep(String namespace, MeterRules rules) {
        meters.put(namespace, rules);
    }

    Instant now() {
        return clock.instant();
    }

    private Caffeine<Object, Object> cache(int maximum) {
        return Caffeine.newBuilder()
                .maximumSize(maximum)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos());
    }

    private record TenantKey(String namespace, String tenant) {}
}
