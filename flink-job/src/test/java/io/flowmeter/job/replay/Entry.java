package io.flowmeter.job.replay;

import java.time.Duration;
import java.util.Locale;

/**
 * One record that a producer appends. Copies of an event are entries of the same kind, number and
 * variant; entries of the same number and another variant conflict.
 *
 * @param event number of the event meant; it tells the tenant, the type and how late it is
 * @param variant of the event's content; of a correction, which of several
 * @param gapMillis append time since the entry before, in whatever partition that is
 * @param partition it is appended to, modulo the number of partitions; events keyed by their tenant
 *     ignore it
 */
record Entry(Kind kind, int event, int variant, long gapMillis, int partition) {
    static final int EVENTS_PER_TENANT = 8;

    /** What producers do to a meter. */
    enum Kind {
        USAGE("sends"),
        VOID("voids"),
        REPLACE("replaces"),
        /** Under the identity of a void of another content: the two conflict. */
        REPLACE_AS_VOID("replaces, under the identity of a void,"),
        POISON("sends a broken"),
        NO_VALUE("sends without a value"),
        UNMATCHED("sends what no meter wants for"),
        NOWHERE("sends to the namespace nowhere");

        private final String does;

        Kind(String does) {
            this.does = does;
        }
    }

    String tenant() {
        return tenantOf(event);
    }

    static String tenantOf(int event) {
        return new String[] {"acme", "globex", "initech"}[event / EVENTS_PER_TENANT];
    }

    /** Such as {@code +1m acme voids e3 (variant 1)}. */
    @Override
    public String toString() {
        return "+"
                + Duration.ofMillis(gapMillis).toString().substring(2).toLowerCase(Locale.ROOT)
                + " "
                + tenant()
                + " "
                + kind.does
                + " e"
                + event
                + " (variant "
                + variant
                + ")";
    }
}
