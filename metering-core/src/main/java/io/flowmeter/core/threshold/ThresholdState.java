package io.flowmeter.core.threshold;

/**
 * What is remembered of one threshold in one window once it was crossed.
 *
 * @param threshold its text
 * @param ordinal how often it was crossed
 * @param isActive whether the quantity still is at or above it
 */
public record ThresholdState(String threshold, int ordinal, boolean isActive) {}
