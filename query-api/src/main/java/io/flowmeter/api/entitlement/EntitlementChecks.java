package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.threshold.ApplicableLimits;
import io.flowmeter.core.threshold.Limit;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Answers whether a tenant may use so much, and reserves it if asked to. */
final class EntitlementChecks {

    private final Admissions admissions;
    private final TermsCache terms;
    private final RefusalAudit audit;
    private final Clock clock;

    EntitlementChecks(Admissions admissions, TermsCache terms, RefusalAudit audit, Clock clock) {
        this.admissions = admissions;
        this.terms = terms;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws ProblemException METER_NOT_FOUND, or DATABASE_UNAVAILABLE unless every limit on it is
     *     known and says to allow then
     */
    CheckAnswer check(Caller caller, String tenant, String meter, CheckRequest asked) {
        try {
            Outcome outcome = outcome(caller, tenant, meter, asked);
            audit.note(caller, List.of(outcome));
            return CheckAnswer.of(outcome, asked);
        } catch (ProblemException e) {
            if (e.code() == ProblemCode.DATABASE_UNAVAILABLE
                    && isAllowedBlindly(caller.namespace(), tenant, meter, asked)) {
                return CheckAnswer.blind(tenant, meter);
            }
            throw e;
        }
    }

    private Outcome outcome(Caller caller, String tenant, String meter, CheckRequest asked) {
        var reservation = asked.reservation();
        UUID id = reservation == null ? UUID.randomUUID() : reservation.id();
        Admissions.Demands demands =
                meters ->
                        List.of(new Demand(tenant, id, List.of(wanted(meters.get(meter), asked))));
        List<Outcome> outcomes =
                reservation == null
                        ? admissions.ask(caller.visibility(), demands)
                        : admissions.reserve(
                                caller.visibility(),
                                Set.of(tenant),
                                demands,
                                (handle, namespace, holds) ->
                                        ReservationInsert.forClient(
                                                handle, namespace, holds, reservation.lasts()));
        return outcomes.get(0);
    }

    private Demand.Wanted wanted(Meter meter, CheckRequest asked) {
        boolean knowsAll = asked.dimensions().keySet().equals(meter.groupBy().keySet());
        return new Demand.Wanted(
                meter,
                asked.dimensions(),
                knowsAll ? Dimensions.canonical(asked.dimensions()) : Dimensions.TOTAL,
                asked.quantity(),
                clock.instant());
    }

    /** Without Postgres nothing is known of usage, and nothing can be reserved. */
    private boolean isAllowedBlindly(
            String namespace, String tenant, String meter, CheckRequest asked) {
        Map<String, String> dimensions = asked.dimensions();
        Optional<List<Limit>> limits =
                terms.remembered(namespace, tenant)
                        .filter(known -> terms.knowsMeter(namespace, meter))
                        .map(known -> ApplicableLimits.on(known.on(meter), meter, dimensions));
        return limits.isPresent()
                && limits.get().stream()
                        .allMatch(
                                limit ->
                                        limit.quantity() == null
                                                || limit.enforcement() == Limit.Enforcement.SOFT
                                                || limit.whenStale() == Limit.WhenStale.ALLOW);
    }
}
