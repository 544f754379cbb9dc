package io.flowmeter.quickstart.sample;

import java.time.Instant;

/**
 * One request of a trace.
 *
 * @param number 1 for the first row below the header
 */
public record TraceRow(long number, Instant time, long contextTokens, long generatedTokens) {}
