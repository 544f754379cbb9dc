package io.flowmeter.core.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an event's time is acceptable: a verdict on the event time and the broker's append time
 * alone, so that a replay of the log repeats it.
 *
 * @param allowedLateness null = unlimited
 */
public record TimePolicy(@Nullable Duration allowedLateness) {

    /** How far event time may lie after append time: producers' clocks differ. */
    public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    /** Allowed lateness of a namespace that sets none. */
    public static final Duration DEFAULT_LATENESS = Duration.ofDays(35);

    /** The reason to refuse an event, or empty: both bounds themselves are accepted. */
    public Optional<RejectedEventException> judge(Instant eventTime, Instant appendTime) {
        Duration age = Duration.between(eventTime, appendTime);
        if (age.negated().compareTo(MAX_AHEAD) > 0) {
            return Optional.of(
                    new RejectedEventException(
                            RejectionReason.IN_FUTURE,
                            "event time "
                                    + eventTime
                                    + " is more than "
                                    + MAX_AHEAD
                                    + " after append time "
                                    + appendTime));
        }
        if (allowedLateness != null && age.compareTo(allowedLateness) > 0) {
            return Optional.of(
                    new RejectedEventException(
                            RejectionReason.TOO_LATE,
                            "event time "
                                    + eventTime
                                    + " is more than the allowed lateness "
                                    + allowedLateness
                                    + " before append time "
                                    + appendTime));
        }
        return Optional.empty();
    }
}
