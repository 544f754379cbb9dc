package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.WindowKey;

/** The log of a quarter-hour grows by one chunk per checkpoint, so that nothing is rewritten. */
public record LogChunkKey(WindowKey quarterHour, int chunk) {}
