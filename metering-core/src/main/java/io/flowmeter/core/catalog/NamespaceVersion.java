package io.flowmeter.core.catalog;

import io.flowmeter.core.event.TimePolicy;
import java.time.Instant;

/**
 * One immutable version of a namespace's settings.
 *
 * @param recordedAt it rules events appended from then on
 */
public record NamespaceVersion(
        String namespace, int version, TimePolicy timePolicy, Instant recordedAt) {}
