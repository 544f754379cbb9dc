package io.flowmeter.core.crossing;

/**
 * One limit in one window. Key of what is remembered of its thresholds.
 *
 * @param limit key of the limit
 * @param window name of a {@link io.flowmeter.core.threshold.LimitWindow}
 * @param startMillis epoch milliseconds; 0 for a rolling window
 * @param dimensions canonical text; empty for the total
 */
public record LimitedWindow(String limit, String window, long startMillis, String dimensions) {}
