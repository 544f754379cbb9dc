package io.flowmeter.api.entitlement;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.threshold.ApplicableLimits;
import io.flowmeter.core.threshold.Limit;

/**
 * Decides while Postgres is away, by the terms it said last. Nothing is known of usage then, and
 * nothing can be reserved.
 */
final class BlindAdmission {

    private final TermsCache terms;

    BlindAdmission(TermsCache terms) {
        this.terms = terms;
    }

    /**
     * Whether Postgres was away, and the demands are to be allowed then: their meters and tenants
     * are remembered, and each limit on them is soft, unlimited or says to allow.
     */
    boolean allows(ProblemException problem, String namespace, Demands demands) {
        return problem.code() == ProblemCode.DATABASE_UNAVAILABLE
                && terms.meters(namespace)
                        .filter(meters -> meters.knows(demands.named()))
                        .filter(
                                meters ->
                                        demands.of(meters).stream()
                                                .allMatch(demand -> allows(namespace, demand)))
                        .isPresent();
    }

    private boolean allows(String namespace, Demand demand) {
        return terms.tenant(namespace, demand.tenant())
                .filter(known -> demand.wanted().stream().allMatch(one -> allows(known, one)))
                .isPresent();
    }

    private static boolean allows(TenantTerms tenant, Demand.Wanted wanted) {
        String meter = wanted.meter().key();
        return ApplicableLimits.on(tenant.on(meter), meter, wanted.dimensions()).stream()
                .allMatch(
                        limit ->
                                limit.quantity() == null
                                        || limit.enforcement() == Limit.Enforcement.SOFT
                                        || limit.whenStale() == Limit.WhenStale.ALLOW);
    }
}
