package io.flowmeter.core.event;

/** What became of a usage event; every event read gets exactly one. */
public enum Verdict {
    /** It counts, in at least one meter; or it is a void or replacement that took effect. */
    ACCEPTED,
    /** An event of this identity counts already. */
    DUPLICATE,
    /** As DUPLICATE, but the content differs: the first appended counts, and this one is listed. */
    CONFLICT,
    /** Refused, and kept with its bytes for a replay. */
    DEAD_LETTER,
    /** No meter wants its type, or every meter's filter leaves it out. */
    UNMATCHED
}
