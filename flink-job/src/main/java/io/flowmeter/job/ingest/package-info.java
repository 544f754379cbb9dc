/**
 * From records of the event log to usage events. In goes what Kafka holds, as {@code RawEvent}; out
 * comes, of {@code UsageEventParser}, either an accepted event with its data or the reason for a
 * dead letter. The result depends on the record alone.
 */
@NullMarked
package io.flowmeter.job.ingest;

import org.jspecify.annotations.NullMarked;
