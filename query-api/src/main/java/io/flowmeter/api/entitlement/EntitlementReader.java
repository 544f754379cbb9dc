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
        return transactions.read(
                caller.visibility(),
                handle -> {
                    requireTenant(handle, caller.namespace(), tenant);
                    MeterRules meters = terms.meters(handle, caller.namespace());
                    Found found =
                            find(
                                    handle,
                                    caller.namespace(),
                                    Set.of(tenant),
                                    meters.all(),
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
        return transactions.read(
                caller.visibility(),
                handle -> {
                    requireTenant(handle, caller.namespace(), tenant);
                    Meter rule = terms.meters(handle, caller.namespace()).get(meter);
                    Found found =
                            find(
                                    handle,
                                    caller.namespace(),
                                    Set.of(tenant),
                                    Set.of(rule),
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
            Collection<String> tenants,
            Collection<Meter> meters,
            Map<String, String> dimensions) {
        Instant now = clock.instant();
        Map<String, TenantTerms> known = terms.terms(handle, namespace, tenants);
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

    private void requireTenant(Handle handle, String namespace, String tenant) {
        boolean isKnown =
                Objects.requireNonNull(terms.terms(handle, namespace, Set.of(tenant)).get(tenant))
                        .isKnown();
        if (!isKnown && !TenantQueries.hasUsage(handle, namespace, tenant)) {
            throw TenantQueries.notFound(tenant);
        }
    }
}
