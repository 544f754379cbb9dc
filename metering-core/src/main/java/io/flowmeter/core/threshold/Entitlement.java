package io.flowmeter.core.threshold;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a limit says to whoever asks for more.
 *
 * @param balance what is left of the limit, without its burst; null: unlimited
 * @param overage used beyond the limit
 * @param graceUntil until when a hard limit that was reached only warns; null: it was not reached,
 *     or has no grace
 */
public record Entitlement(
        Reason reason,
        @Nullable BigDecimal balance,
        BigDecimal overage,
        @Nullable Instant graceUntil) {

    /** Why there is access, or none. */
    public enum Reason {
        /** No limit of the tenant is on the meter. */
        NO_LIMIT(true),
        UNLIMITED(true),
        /** It was admitted before, whatever the limit says to others now. */
        RESERVED(true),
        WITHIN_LIMIT(true),
        /** Beyond a hard limit, within its burst. */
        WITHIN_BURST(true),
        /** Beyond a soft limit. */
        OVERAGE_ALLOWED(true),
        /** Beyond a hard limit, which only warns yet. */
        IN_GRACE(true),
        /** The numbers cannot tell, and the limit says to allow then. */
        STALE_ALLOWED(true),
        LIMIT_REACHED(false),
        /** The numbers cannot tell, and the limit says to deny then. */
        USAGE_STALE(false);

        private final boolean hasAccess;

        Reason(boolean hasAccess) {
            this.hasAccess = hasAccess;
        }

        public boolean hasAccess() {
            return hasAccess;
        }
    }

    /**
     * Old numbers refuse nothing that they cannot know: they are a lower bound of what a period
     * has, so beyond the limit is beyond it; of a rolling window they are none.
     *
     * @param asked how much more, or of MAX and LAST the proposed value; null: whether anything
     */
    public static Entitlement of(
            Limit limit, CountedUsage counted, @Nullable BigDecimal asked, Instant now) {
        BigDecimal quantity = limit.quantity();
        if (quantity == null) {
            return new Entitlement(Reason.UNLIMITED, null, BigDecimal.ZERO, null);
        }
        BigDecimal taken = counted.used().add(counted.reserved());
        Instant graceUntil = graceUntil(limit, quantity, counted);
        return new Entitlement(
                reason(limit, quantity, counted, asked, graceUntil, now),
                quantity.subtract(taken).max(BigDecimal.ZERO),
                counted.used().subtract(quantity).max(BigDecimal.ZERO),
                graceUntil);
    }

    public boolean hasAccess() {
        return reason.hasAccess();
    }

    /** The limit's thresholds that a quantity has reached; nothing used reaches none. */
    public static List<Threshold> crossed(Limit limit, BigDecimal used) {
        if (used.signum() <= 0) {
            return List.of();
        }
        return limit.thresholds().stream()
                .filter(
                        threshold ->
                                threshold
                                        .quantity(limit.quantity())
                                        .filter(quantity -> quantity.compareTo(used) <= 0)
                                        .isPresent())
                .toList();
    }

    private static Reason reason(
            Limit limit,
            BigDecimal quantity,
            CountedUsage counted,
            @Nullable BigDecimal asked,
            @Nullable Instant graceUntil,
            Instant now) {
        boolean isBeyond = counted.exceeds(quantity, asked);
        if (limit.enforcement() == Limit.Enforcement.SOFT) {
            return isBeyond ? Reason.OVERAGE_ALLOWED : Reason.WITHIN_LIMIT;
        }
        if (graceUntil == null ? hasGrace(limit) : now.isBefore(graceUntil)) {
            return isBeyond ? Reason.IN_GRACE : Reason.WITHIN_LIMIT;
        }
        boolean isBeyondBurst = counted.exceeds(quantity.add(limit.burst()), asked);
        if (counted.isStale() && (!isBeyondBurst || limit.window().isRolling())) {
            return limit.whenStale() == Limit.WhenStale.ALLOW
                    ? Reason.STALE_ALLOWED
                    : Reason.USAGE_STALE;
        }
        if (isBeyondBurst) {
            return Reason.LIMIT_REACHED;
        }
        return isBeyond ? Reason.WITHIN_BURST : Reason.WITHIN_LIMIT;
    }

    private static boolean hasGrace(Limit limit) {
        return !limit.grace().isZero();
    }

    /**
     * A limit reached before the plan came has its grace from when the plan came. Nothing used
     * reaches no limit, not even one of 0.
     */
    private static @Nullable Instant graceUntil(
            Limit limit, BigDecimal quantity, CountedUsage counted) {
        if (limit.enforcement() == Limit.Enforcement.SOFT || !hasGrace(limit)) {
            return null;
        }
        Instant firstReachedAt = counted.firstReachedAt();
        if (firstReachedAt != null) {
            return firstReachedAt.plus(limit.grace());
        }
        boolean isReached = counted.used().signum() > 0 && counted.used().compareTo(quantity) >= 0;
        return isReached ? counted.planSince().plus(limit.grace()) : null;
    }
}
