package io.flowmeter.bench.measure;

/**
 * One round of a measurement.
 *
 * @param perSecond how many events or requests a second there were meanwhile
 * @param asked how many durations were to be measured; what has not come is missing
 */
public record Round(long perSecond, int asked, Percentiles times) {

    public boolean isComplete() {
        return times.count() == asked;
    }
}
