package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.catalog.MeterReading;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.meter.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits events before they are published, each with everything its meters will count of it. What a
 * UNIQUE_COUNT meter counts is left out: whether an event's value is new only the job knows, so a
 * limit on it neither refuses an event nor reserves for it. Who wants to be held to such a limit
 * asks {@link EntitlementChecks} for so many new values before.
 */
public final class EventAdmissions {

    private static final Logger LOG = LoggerFactory.getLogger(EventAdmissions.class);

    /** With what the log then takes, well within {@link ReservationQueries#ARRIVES}. */
    private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(20);

    private final Admissions admissions;
    private final BlindAdmission blind;
    private final RefusalAudit audit;

    EventAdmissions(Admissions admissions, BlindAdmission blind, RefusalAudit audit) {
        this.admissions = admissions;
        this.blind = blind;
        this.audit = audit;
    }

    /**
     * What became of an event.
     *
     * @param reservation to be published as attribute {@code reservation}; null: it needs none
     * @param refusal null: it is admitted
     */
    public record Verdict(@Nullable UUID reservation, @Nullable Refusal refusal) {}

    /**
     * What became of events, in their order.
     *
     * @param reservedNanos of {@link System#nanoTime()}, before anything was reserved
     * @param isStale all are admitted without a look at the numbers, and nothing is reserved
     */
    public record Verdicts(List<Verdict> ofEvents, long reservedNanos, boolean isStale) {

        public Verdicts {
            ofEvents = List.copyOf(ofEvents);
        }

        /**
         * Whether the events must not be published any more: their reservations could end before
         * the log has them.
         */
        public boolean areTooOld(long nowNanos) {
            return nowNanos - reservedNanos > PUBLISHED_WITHIN.toNanos();
        }
    }

    /**
     * Decides about events one after the other, and reserves what the admitted will use. While
     * Postgres is away it admits all or none of a request.
     *
     * @throws ProblemException DATABASE_UNAVAILABLE unless every limit on the events is known and
     *     says to allow then
     */
    public Verdicts admit(Caller caller, List<MeteredEvent> events) {
        var demands = new Demands(Set.of(), meters -> demands(meters, events));
        try {
            return admit(caller, events, demands);
        } catch (ProblemException e) {
            if (!blind.allows(e, caller.namespace(), demands)) {
                throw e;
            }
            LOG.warn("{} events are admitted without a check: {}", events.size(), e.detail());
            return new Verdicts(
                    Collections.nCopies(events.size(), new Verdict(null, null)),
                    System.nanoTime(),
                    true);
        }
    }

    private Verdicts admit(Caller caller, List<MeteredEvent> events, Demands demands) {
        var reservedNanos = new AtomicLong(System.nanoTime());
        List<Outcome> outcomes =
                admissions.reserve(
                        caller.visibility(),
                        tenants(events),
                        demands,
                        (handle, namespace, holds) -> {
                            reservedNanos.set(System.nanoTime());
                            ReservationInsert.forEvents(handle, namespace, holds);
                        });
        audit.note(caller, outcomes);
        Map<UUID, Outcome> byId = new HashMap<>();
        outcomes.forEach(outcome -> byId.put(outcome.demand().id(), outcome));
        List<Verdict> verdicts =
                events.stream()
                        .map(event -> Optional.ofNullable(byId.get(id(event))))
                        .map(outcome -> outcome.map(EventAdmissions::verdict))
                        .map(verdict -> verdict.orElse(new Verdict(null, null)))
                        .toList();
        return new Verdicts(verdicts, reservedNanos.get(), false);
    }

    private static Verdict verdict(Outcome outcome) {
        if (!outcome.isAdmitted()) {
            return new Verdict(null, Refusal.of(outcome));
        }
        return new Verdict(outcome.isReserved() ? outcome.demand().id() : null, null);
    }

    /** Of the events that meters count; a copy of an event in the same request is the event. */
    private static List<Demand> demands(MeterRules meters, List<MeteredEvent> events) {
        Map<UUID, Demand> demands = new HashMap<>();
        List<Demand> inOrder = new ArrayList<>();
        for (MeteredEvent event : events) {
            List<Demand.Wanted> wanted = new ArrayList<>();
            MeterReading reading =
                    MeterReading.of(
                            meters.catalog(), event.event(), event.data(), TenantAt.TO_BE_APPENDED);
            for (Contribution contribution : reading.contributions()) {
                meters.find(contribution.meter())
                        .filter(meter -> meter.aggregation() != Aggregation.UNIQUE_COUNT)
                        .map(meter -> wanted(meter, contribution, event.event().eventTime()))
                        .ifPresent(wanted::add);
            }
            UUID id = id(event);
            var demand = new Demand(event.event().tenant(), id, wanted);
            if (!wanted.isEmpty() && demands.putIfAbsent(id, demand) == null) {
                inOrder.add(demand);
            }
        }
        return inOrder;
    }

    private static Set<String> tenants(List<MeteredEvent> events) {
        return events.stream().map(event -> event.event().tenant()).collect(Collectors.toSet());
    }

    private static UUID id(MeteredEvent event) {
        return ReservationId.of(event.event().identity());
    }

    /** An event without a value is one. */
    private static Demand.Wanted wanted(Meter meter, Contribution contribution, Instant at) {
        BigDecimal value = contribution.value();
        return new Demand.Wanted(
                meter,
                dimensions(contribution.dimensions()),
                contribution.dimensions(),
                value == null ? BigDecimal.ONE : value,
                at);
    }

    private static Map<String, String> dimensions(String canonical) {
        return canonical.isEmpty() ? Map.of() : Json.storedTexts(canonical);
    }
}
