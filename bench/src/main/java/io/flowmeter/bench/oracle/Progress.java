package io.flowmeter.bench.oracle;

import java.time.Instant;

/**
 * How far the job is.
 *
 * @param completeBefore every event appended before it is in the tables: the least watermark
 * @param ahead the greatest watermark of any subtask
 * @param readAt the database's clock when the tables were read
 */
record Progress(Instant completeBefore, Instant ahead, Instant readAt) {}
