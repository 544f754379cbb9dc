package io.flowmeter.bench.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far the numbers were behind the clock, each time they were read. Thread-safe. */
public final class Freshness {
    private final List<Sample> samples = new ArrayList<>();

    /**
     * One reading.
     *
     * @param readAt by the clock of this process
     * @param watermark everything appended before it was in the tables
     */
    public record Sample(Instant readAt, Instant watermark) {

        public Duration lag() {
            return Duration.between(watermark, readAt);
        }
    }

    synchronized void add(Sample sample) {
        samples.add(sample);
    }

    /** All readings in order; none while Postgres could not be read. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** When it was first seen that everything up to an append time is in the tables. */
    public synchronized Optional<Instant> visibleSince(Instant appendedAt) {
        return samples.stream()
                .filter(sample -> sample.watermark().isAfter(appendedAt))
                .map(Sample::readAt)
                .findFirst();
    }

    /** The lag that so many of a hundred readings did not exceed; empty if there are none. */
    public synchronized Optional<Duration> percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("percent must be 1 to 100, was " + percent);
        }
        List<Duration> lags = samples.stream().map(Sample::lag).sorted().toList();
        int rank = (int) Math.ceil(lags.size() * percent / 100.0);
        return lags.isEmpty() ? Optional.empty() : Optional.of(lags.get(rank - 1));
    }
}
