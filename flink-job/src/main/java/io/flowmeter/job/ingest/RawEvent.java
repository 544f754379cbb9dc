package io.flowmeter.job.ingest;

import io.flowmeter.core.event.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * One record of the event log as it was read, whatever its content. Key: its position. Written by
 * {@link RawEventDeserializer}.
 *
 * @param appendMillis when the broker appended it, epoch milliseconds
 * @param key the record's key, as read; null if it has none
 * @param value the record's value, as read; null for a tombstone
 * @param headers the record's headers as {@link RecordHeaders} writes them: a JSON object of texts
 */
public record RawEvent(
        LogPosition position,
        long appendMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String headers) {}
