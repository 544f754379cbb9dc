package io.flowmeter.bench.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waits for what another process does. */
final class Waiting {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * Asks until the answer is true. A question that fails counts as not yet: the one asked may
     * just be starting.
     *
     * @param what the sentence "… did not happen" begins with it
     * @throws IllegalStateException when the time is over, with the last failure as its cause
     */
    static void until(String what, Duration patience, Callable<Boolean> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        @Nullable Exception last = null;
        while (true) {
            try {
                if (question.call()) {
                    return;
                }
                last = null;
            } catch (GaveUpException e) {
                throw e;
            } catch (Exception e) { // as declared by call()
                last = e;
            }
            if (System.nanoTime() > deadline) {
                String reason = last == null ? "" : ": " + last.getMessage();
                throw new IllegalStateException(
                        what + " did not happen within " + patience.toSeconds() + " s" + reason,
                        last);
            }
            pause(INTERVAL);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GaveUpException("interrupted while waiting", e);
        }
    }

    /** Waiting longer is of no use. */
    static final class GaveUpException extends IllegalStateException {

        GaveUpException(String message) {
            super(message);
        }

        GaveUpException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
