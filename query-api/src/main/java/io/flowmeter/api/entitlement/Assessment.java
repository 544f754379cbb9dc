package io.flowmeter.api.entitlement;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Quantity;
import io.flowmeter.core.threshold.CountedUsage;
import io.flowmeter.core.threshold.Entitlement;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one limit says.
 *
 * @param usage null: no event, and the aggregation makes nothing of none
 */
record Assessment(
        LimitLine line, @Nullable BigDecimal usage, CountedUsage counted, Entitlement entitlement) {

    /** A refusal decides; otherwise the limit of which the least is left. */
    private static final Comparator<Assessment> DECIDING =
            Comparator.comparing((Assessment one) -> one.entitlement().hasAccess())
                    .thenComparing(
                            one -> one.entitlement().balance(),
                            Comparator.nullsLast(Comparator.naturalOrder()));

    /**
     * @param used null: no event
     * @param asked null: whether anything
     */
    static Assessment of(
            LimitLine line,
            @Nullable BigDecimal used,
            CountedUsage counted,
            @Nullable BigDecimal asked,
            Instant now) {
        boolean isQuantity = line.aggregation() != Aggregation.AVG;
        return new Assessment(
                line,
                used == null && counted.accumulates() ? BigDecimal.ZERO : isQuantity ? used : null,
                counted,
                Entitlement.of(line.limit(), counted, asked, now));
    }

    /**
     * @param all at least one
     */
    static Assessment deciding(List<Assessment> all) {
        return all.stream().min(DECIDING).orElseThrow();
    }

    /** The one that has used more of its limit, as a share of it. Both have a quantity. */
    static Assessment tighter(Assessment one, Assessment other) {
        BigDecimal ofOne = one.taken().multiply(other.quantity());
        BigDecimal ofOther = other.taken().multiply(one.quantity());
        return ofOne.compareTo(ofOther) >= 0 ? one : other;
    }

    private BigDecimal taken() {
        return counted.used().add(counted.reserved());
    }

    private BigDecimal quantity() {
        return Objects.requireNonNull(line.limit().quantity());
    }

    boolean hasAccess() {
        return entitlement.hasAccess();
    }

    Entitlement.Reason reason() {
        return line.isNoLimit() ? Entitlement.Reason.NO_LIMIT : entitlement.reason();
    }

    /** Without superfluous zeros. */
    static @Nullable BigDecimal plain(@Nullable BigDecimal quantity) {
        return quantity == null ? null : Quantity.normalized(quantity);
    }
}
