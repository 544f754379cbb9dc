package io.flowmeter.quickstart.sample;

import org.jspecify.annotations.Nullable;

/** A trace file that cannot be replayed; the message says where and why. */
public final class InvalidTraceException extends RuntimeException {

    InvalidTraceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
