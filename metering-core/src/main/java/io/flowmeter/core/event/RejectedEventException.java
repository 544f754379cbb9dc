package io.flowmeter.core.event;

import java.util.Objects;

/** A usage event, or one reading of it by a meter, is refused: a stable reason and a sentence. */
public final class RejectedEventException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    /**
     * @param detail what is wrong, where, with the value and what was expected
     */
    public RejectedEventException(RejectionReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public RejectionReason reason() {
        return reason;
    }

    /** What is wrong, where, with the value and what was expected. */
    public String detail() {
        return Objects.requireNonNull(getMessage());
    }
}
