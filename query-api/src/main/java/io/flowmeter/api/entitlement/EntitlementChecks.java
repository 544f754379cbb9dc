package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.meter.Meter;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers whether a tenant may use so much, and reserves it if asked to. */
final class EntitlementChecks {

    private final Admissions admissions;
    private final BlindAdmission blind;
    private final RefusalAudit audit;
    private final Clock clock;

    EntitlementChecks(
            Admissions admissions, BlindAdmission blind, RefusalAudit audit, Clock clock) {
        this.admissions = admissions;
        this.blind = blind;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws ProblemException METER_NOT_FOUND, or DATABASE_UNAVAILABLE unless every limit on it is
     *     known and says to allow then
     */
    CheckAnswer check(Caller caller, String tenant, String meter, CheckRequest asked) {
        var reservation = asked.reservation();
        UUID id = reservation == null ? UUID.randomUUID() : reservation.id();
        var demands =
                new Demands(
                        Set.of(meter),
                        meters ->
                                List.of(
                                        new Demand(
                                                tenant,
                                                id,
                                                List.of(wanted(meters.get(meter), asked)))));
        try {
            Outcome outcome = outcome(caller, tenant, demands, reservation);
            audit.note(caller, List.of(outcome));
            return CheckAnswer.of(outcome, asked);
        } catch (ProblemException e) {
            if (blind.allows(e, caller.namespace(), demands)) {
                return CheckAnswer.blind(tenant, meter);
            }
            throw e;
        }
    }

    private Outcome outcome(
            Caller caller,
            String tenant,
            Demands demands,
            CheckRequest.@Nullable Reservation reservation) {
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
}
