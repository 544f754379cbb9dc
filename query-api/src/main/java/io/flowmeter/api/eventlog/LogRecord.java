package io.flowmeter.api.eventlog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log.
 *
 * @param key decides the partition
 * @param headers name to text
 */
public record LogRecord(
        byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {

    public LogRecord {
        headers = Map.copyOf(headers);
    }
}
