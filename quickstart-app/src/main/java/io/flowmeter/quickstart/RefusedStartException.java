package io.flowmeter.quickstart;

/**
 * The quickstart cannot start as it was told to. The message names the option to change; it is for
 * the person at the terminal, so no stack trace goes with it.
 */
final class RefusedStartException extends RuntimeException {

    RefusedStartException(String message) {
        super(message);
    }

    RefusedStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
