package io.flowmeter.job.aggregate;

/**
 * What is kept once per tenant and meter.
 *
 * @param aggregation name of the aggregation
 * @param dimensionSets dimension sets that have rows of their own
 */
public record SeriesHead(String aggregation, int dimensionSets) {}
