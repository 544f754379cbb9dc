package io.flowmeter.quickstart.sample;

import io.flowmeter.core.meter.Aggregation;
import org.jspecify.annotations.Nullable;

/**
 * A meter the quickstart creates. It groups by {@link SampleEvent#DATASET}, so that each sample can
 * be told from whatever else a user meters with it.
 *
 * @param property name in the event's data; null for COUNT
 */
public record SampleMeter(
        String key,
        String eventType,
        Aggregation aggregation,
        @Nullable String property,
        String unit,
        String description) {}
