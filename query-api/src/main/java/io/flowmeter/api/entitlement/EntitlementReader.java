package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.entitlement.EntitlementResponse.Freshness;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Meter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Answers what tenants are entitled to, of the same moment within one answer. */
final class EntitlementReader {

    private final NamespaceTransactions transactions;
    private final TermsCache terms;
    private final LimitReader reader;
    private final Clock clock;

    EntitlementReader(
            NamespaceTransactions transactions, TermsCache terms, LimitReader reader, Clock clock) {
        this.transactions = transactions;
        this.terms = terms;
        this.reader = reader;
        this.clock = clock;
    }

    /** Everything a tenant is entitled to. */
    record OfTenant(
            String tenant,
            List<EntitlementResponse> entitlements,
            @JsonUnwrapped Freshness freshness) {}

    /**
     * @throws ProblemException TENANT_NOT_FOUND
     */
    OfTenant all(Caller caller, String tenant) {
        TermsReader current = terms.reader(caller.namespace());
        return transactions.read(
                caller.visibility(),
                handle -> {
                    requireTenant(handle, caller.namespace(), current, tenant);
                    Found found =
                            find(
                                    handle,
                                    caller.namespace(),
                                    current,
                                    Set.of(tenant),
                                    current.meters(handle).all(),
                                    Map.of());
                    return new OfTenant(tenant, found.responses(true, null), found.freshness());
                });
    }

    /**
     * @param dimensions name to value, as far as the client asks about them
     * @throws ProblemException TENANT_NOT_FOUND or METER_NOT_FOUND
     */
    EntitlementResponse one(
            Caller caller, String tenant, String meter, Map<String, String> dimensions) {
        TermsReader current = terms.reader(caller.namespace());
        return transactions.read(
                caller.visibility(),
                handle -> {
                    requireTenant(handle, caller.namespace(), current, tenant);
                    Found found =
                            find(
                                    handle,
                                    caller.namespace(),
                                    current,
                                    Set.of(tenant),
                                    Set.of(current.meter(handle, meter)),
                                    dimensions);
                    return found.responses(true, found.freshness()).get(0);
                });
    }

    /**
     * What was read of many.
     *
     * @param assessments of each meter of each tenant
     */
    record Found(List<List<Assessment>> assessments, Freshness freshness) {

        List<EntitlementResponse> responses(boolean withLimits, @Nullable Freshness ofEach) {
            return assessments.stream()
                    .map(all -> EntitlementResponse.of(all, withLimits, ofEach))
                    .toList();
        }
    }

    /**
     * Reads every meter of every tenant, in a number of statements that does not depend on them.
     */
    Found find(
            Handle handle,
            String namespace,
            TermsReader current,
            Collection<String> tenants,
            Collection<Meter> meters,
            Map<String, String> dimensions) {
        Instant now = clock.instant();
        Map<String, TenantTerms> known = current.tenants(handle, tenants);
        List<LimitLine> lines = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (String tenant : tenants) {
            TenantTerms ofTenant = Objects.requireNonNull(known.get(tenant));
            TenantAt tenantNow = TenantAt.of(namespace, tenant, ofTenant, now, now);
            for (Meter meter : meters) {
                List<LimitLine> ofMeter = LimitLine.of(tenantNow, meter, dimensions);
                lines.addAll(ofMeter);
                if (ofMeter.isEmpty()) {
                    lines.add(LimitLine.unlimited(tenantNow, meter));
                }
                ends.add(lines.size());
            }
        }
        LimitReader.Read read = reader.read(handle, namespace, lines, List.of());
        List<Assessment> flat = read.assessAll(null, now);
        List<List<Assessment>> grouped = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            grouped.add(flat.subList(start, end));
            start = end;
        }
        return new Found(grouped, Freshness.of(read.progress(), read.isStale()));
    }

    private static void requireTenant(
            Handle handle, String namespace, TermsReader current, String tenant) {
        boolean isKnown =
                Objects.requireNonNull(current.tenants(handle, Set.of(tenant)).get(tenant))
                        .isKnown();
        if (!isKnown && !TenantQueries.hasUsage(handle, namespace, tenant)) {
            throw TenantQueries.notFound(tenant);
        }
    }
}
