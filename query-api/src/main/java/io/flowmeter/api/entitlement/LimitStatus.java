package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.entitlement.EntitlementResponse.Freshness;
import io.flowmeter.core.meter.Meter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Says of tenants which limit they are closest to. */
public final class LimitStatus {

    private final NamespaceTransactions transactions;
    private final TermsCache terms;
    private final LimitReader reader;
    private final Clock clock;

    LimitStatus(
            NamespaceTransactions transactions, TermsCache terms, LimitReader reader, Clock clock) {
        this.transactions = transactions;
        this.terms = terms;
        this.reader = reader;
        this.clock = clock;
    }

    /** The tightest limit of a tenant, on the wire. */
    public record OfTenant(
            String tenant,
            String meter,
            @JsonUnwrapped Object limit,
            @JsonUnwrapped Object freshness) {}

    /** The tightest limit on a total of each tenant that has one. */
    public List<OfTenant> tightest(Caller caller, Collection<String> tenants) {
        TermsReader current = terms.reader(caller.namespace());
        return transactions.read(
                caller.visibility(),
                handle -> {
                    Instant now = clock.instant();
                    var known = current.tenants(handle, tenants);
                    MeterRules meters = current.meters(handle);
                    List<LimitLine> lines = new ArrayList<>();
                    for (String tenant : tenants) {
                        TenantTerms ofTenant = Objects.requireNonNull(known.get(tenant));
                        TenantAt tenantNow =
                                TenantAt.of(caller.namespace(), tenant, ofTenant, now, now);
                        for (Meter meter : meters.all()) {
                            lines.addAll(LimitLine.of(tenantNow, meter, Map.of()));
                        }
                    }
                    lines.removeIf(line -> line.limit().quantity() == null);
                    return tightest(reader.read(handle, caller.namespace(), lines, List.of()), now);
                });
    }

    private static List<OfTenant> tightest(LimitReader.Read read, Instant now) {
        Map<String, Assessment> tightest = new LinkedHashMap<>();
        for (Assessment one : read.assessAll(null, now)) {
            tightest.merge(one.line().tenant(), one, Assessment::tighter);
        }
        var freshness = Freshness.of(read.progress(), read.isStale());
        return tightest.values().stream()
                .map(
                        one ->
                                new OfTenant(
                                        one.line().tenant(),
                                        one.line().limit().meter(),
                                        LimitState.of(one),
                                        freshness))
                .toList();
    }
}
