package io.flowmeter.bench.oracle;

import java.time.Instant;

/** The half-open stretch [start, end) of event time, epoch milliseconds. */
record Span(long startMillis, long endMillis) {

    static Span of(Instant start, Instant end) {
        return new Span(start.toEpochMilli(), end.toEpochMilli());
    }

    boolean contains(long millis) {
        return startMillis <= millis && millis < endMillis;
    }

    Span clippedTo(long from, long to) {
        return new Span(Math.max(startMillis, from), Math.min(endMillis, to));
    }
}
