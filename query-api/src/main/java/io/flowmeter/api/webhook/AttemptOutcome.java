package io.flowmeter.api.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param httpStatus null: there was no answer
 * @param error null: it succeeded, with a 2xx
 * @param retryAfter how long the receiver asks to wait; null: it does not ask
 */
record AttemptOutcome(
        Instant startedAt,
        Duration duration,
        @Nullable Integer httpStatus,
        @Nullable String error,
        @Nullable Duration retryAfter) {

    private static final int GONE = 410;

    boolean isSuccess() {
        return error == null;
    }

    /** The receiver wants no more webhooks. */
    boolean isGone() {
        return httpStatus != null && httpStatus == GONE;
    }
}
