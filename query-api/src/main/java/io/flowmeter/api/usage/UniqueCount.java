package io.flowmeter.api.usage;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.Union;
import org.jspecify.annotations.Nullable;

/**
 * Distinct values of some slices together. One slice alone is exact; several are the union of their
 * sketches, an estimate (standard error 1.6 %) that never leaves the bounds the exact counts of the
 * slices set: at least the greatest of them, at most their sum.
 */
final class UniqueCount {

    private static final int LG_K = 12;

    private final Set<Source> sources = new HashSet<>();
    private long slices;
    private long events;
    private BigDecimal greatest = BigDecimal.ZERO;
    private BigDecimal sum = BigDecimal.ZERO;
    private @Nullable Union union;

    /** One tenant's dimension set: windows longer than a slice are stored for each. */
    record Source(String tenant, @Nullable String dimensions) {}

    void add(Source source, long eventCount, BigDecimal quantity, byte @Nullable [] sketch) {
        if (sketch == null) {
            throw new IllegalStateException("a UNIQUE_COUNT slice of " + source + " has no sketch");
        }
        if (union == null) {
            union = new Union(LG_K);
        }
        union.update(HllSketch.heapify(sketch));
        sources.add(source);
        slices++;
        events += eventCount;
        greatest = greatest.max(quantity);
        sum = sum.add(quantity);
    }

    long events() {
        return events;
    }

    /** Whether {@link #value()} is no estimate. */
    boolean isExact() {
        return slices <= 1 || greatest.compareTo(sum) == 0;
    }

    /** The only tenant and dimension set, or null if there are several. */
    @Nullable Source onlySource() {
        return sources.size() == 1 ? sources.iterator().next() : null;
    }

    BigDecimal value() {
        if (isExact() || union == null) {
            return greatest;
        }
        BigDecimal estimate = BigDecimal.valueOf(Math.round(union.getEstimate()));
        return estimate.max(greatest).min(sum);
    }
}
