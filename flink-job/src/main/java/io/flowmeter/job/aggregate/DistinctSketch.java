package io.flowmeter.job.aggregate;

import io.flowmeter.core.event.Fingerprint;
import org.apache.datasketches.hll.HllSketch;
import org.jspecify.annotations.Nullable;

/**
 * Distinct values of a slice in little space, so that unions of slices can be counted: HyperLogLog
 * of DataSketches. Its bytes are what {@code usage_aggregate.sketch} holds.
 */
final class DistinctSketch {
    /** 2^12 registers: 1.6 % standard error, about 2 KiB at most; small sets are nearly exact. */
    private static final int LG_K = 12;

    private final HllSketch sketch;

    private DistinctSketch(HllSketch sketch) {
        this.sketch = sketch;
    }

    /** A sketch to go on with; null for a new one. */
    static DistinctSketch of(byte @Nullable [] bytes) {
        return new DistinctSketch(bytes == null ? new HllSketch(LG_K) : HllSketch.heapify(bytes));
    }

    void add(Fingerprint member) {
        sketch.update(new long[] {member.high(), member.low()});
    }

    byte[] toBytes() {
        return sketch.toCompactByteArray();
    }
}
