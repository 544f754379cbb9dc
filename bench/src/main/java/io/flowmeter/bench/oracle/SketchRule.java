package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.apache.datasketches.common.SketchesArgumentException;
import org.apache.datasketches.hll.HllSketch;
import org.jspecify.annotations.Nullable;

/**
 * A sketch of lgK 12 whose own bounds of three standard deviations hold the exact number of
 * distinct values; they miss it in one of some hundred sketches of thousands of values, and never
 * in small ones.
 */
final class SketchRule implements ColumnRule {
    private static final int LG_K = 12;
    private static final int DEVIATIONS = 3;

    private final BigDecimal distinct;

    SketchRule(@Nullable BigDecimal distinct) {
        this.distinct = Objects.requireNonNull(distinct);
    }

    @Override
    public Optional<String> violation(@Nullable Object found, FoundRow row) {
        String expected = "a sketch of " + distinct + " values";
        if (!(found instanceof Bytes bytes)) {
            return Optional.of(expected);
        }
        try {
            HllSketch sketch = HllSketch.heapify(bytes.content());
            boolean isRight =
                    sketch.getLgConfigK() == LG_K
                            && sketch.isEmpty() == (distinct.signum() == 0)
                            && sketch.getLowerBound(DEVIATIONS) <= distinct.doubleValue()
                            && sketch.getUpperBound(DEVIATIONS) >= distinct.doubleValue();
            return isRight
                    ? Optional.empty()
                    : Optional.of(expected + ", estimate was " + sketch.getEstimate());
        } catch (SketchesArgumentException | IndexOutOfBoundsException e) {
            return Optional.of(expected + ", cannot be read: " + e.getMessage());
        }
    }
}
