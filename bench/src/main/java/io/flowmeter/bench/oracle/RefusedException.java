package io.flowmeter.bench.oracle;

/** An event, or one reading of it by a meter, is refused. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason the code that {@code dead_letter.reason} holds
     */
    RefusedException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
