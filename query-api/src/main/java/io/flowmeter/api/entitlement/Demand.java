package io.flowmeter.api.entitlement;

import io.flowmeter.core.meter.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Something that wants to be admitted as a whole: an event, or a client before it acts.
 *
 * @param id names its reservation
 */
record Demand(String tenant, UUID id, List<Wanted> wanted) {

    Demand {
        wanted = List.copyOf(wanted);
    }

    /** How much of a meter it wants; 0 if nothing. */
    BigDecimal quantityOf(String meter) {
        return wanted.stream()
                .filter(one -> one.meter().key().equals(meter))
                .map(Wanted::quantity)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /**
     * What it adds to one meter.
     *
     * @param dimensions name to value, as far as they are known
     * @param canonical the same as the tables have it; empty if they are not all known
     * @param quantity or, of MAX and LAST, the proposed value
     * @param at when it happens
     */
    record Wanted(
            Meter meter,
            Map<String, String> dimensions,
            String canonical,
            BigDecimal quantity,
            Instant at) {}
}
