package io.flowmeter.job.aggregate;

/**
 * What is kept once per tenant and meter.
 *
 * @param aggregation name of the aggregation
 * @param dimensionSets dimension sets that have rows of their own
 * @param settledUntilMillis append time up to which crossings have been looked for; 0 if never
 */
public record SeriesHead(String aggregation, int dimensionSets, long settledUntilMillis) {}
