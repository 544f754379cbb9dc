package io.flowmeter.quickstart.sample;

import java.time.Instant;
import java.util.Map;

/**
 * One usage event of a sample. Who replays it decides the namespace.
 *
 * @param time when the usage happened; digits below the millisecond do not count
 * @param data property name to JSON value: {@code Long} or {@code String}
 */
public record SampleEvent(
        String tenant,
        String source,
        String id,
        String type,
        Instant time,
        Map<String, Object> data) {

    /** The property of {@code data} that names the dataset; every sample meter groups by it. */
    public static final String DATASET = "dataset";

    public SampleEvent {
        data = Map.copyOf(data);
    }
}
