/**
 * Aggregates, rolling values, event counts, conflicts and corrections, and dead letters, to
 * Postgres.
 *
 * <p>In: {@link io.flowmeter.core.store.StoreWrite}, rows that carry absolute values, and
 * watermarks in append time. Out: {@code usage_aggregate}, {@code rolling_usage}, {@code
 * event_count}, {@code event_conflict}, {@code audit_log}, {@code job_progress}, written by {@link
 * io.flowmeter.job.store.PostgresEpochSink} exactly once, one transaction per subtask and
 * checkpoint. What stands there is always the result of a prefix of the log.
 *
 * <p>In: {@link io.flowmeter.core.event.DeadLetter}. Out: {@code dead_letter}, written by {@link
 * io.flowmeter.job.store.DeadLetterSink} at least once, where the key makes a repeat harmless.
 */
@NullMarked
package io.flowmeter.job.store;

import org.jspecify.annotations.NullMarked;
