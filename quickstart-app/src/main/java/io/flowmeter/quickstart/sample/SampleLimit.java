package io.flowmeter.quickstart.sample;

import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.Threshold;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of a sample meter a billing period includes.
 *
 * @param quantity null: unlimited
 */
public record SampleLimit(
        SampleMeter meter,
        @Nullable Long quantity,
        Limit.Enforcement enforcement,
        List<Threshold> thresholds) {

    public SampleLimit {
        thresholds = List.copyOf(thresholds);
    }

    static SampleLimit upTo(long quantity, SampleMeter meter) {
        return new SampleLimit(meter, quantity, Limit.Enforcement.HARD, Limit.DEFAULT_THRESHOLDS);
    }

    /** Somebody is told on the way there, and nothing is refused beyond it. */
    static SampleLimit warnUpTo(long quantity, SampleMeter meter) {
        return new SampleLimit(meter, quantity, Limit.Enforcement.SOFT, Limit.DEFAULT_THRESHOLDS);
    }

    static SampleLimit unlimited(SampleMeter meter) {
        return new SampleLimit(meter, null, Limit.Enforcement.SOFT, List.of());
    }

    /** Nothing is refused; somebody is told at these quantities. */
    static SampleLimit tellAt(SampleMeter meter, String... quantities) {
        List<Threshold> thresholds = Stream.of(quantities).map(Threshold::new).toList();
        return new SampleLimit(meter, null, Limit.Enforcement.SOFT, thresholds);
    }
}
