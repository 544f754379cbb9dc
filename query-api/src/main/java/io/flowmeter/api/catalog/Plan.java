package io.flowmeter.api.catalog;

import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of what subscribers may use.
 *
 * @param effectiveFrom append time from which it rules them
 * @param archived it takes no new subscribers; those there are keep its limits
 */
record Plan(
        String key,
        int version,
        @Nullable String name,
        @Nullable String description,
        List<Limit> limits,
        Map<String, String> metadata,
        Instant effectiveFrom,
        Instant recordedAt,
        boolean archived) {

    Plan {
        limits = List.copyOf(limits);
        metadata = new TreeMap<>(metadata);
    }

    /** Whether the other says the same, whatever its number and from whenever on. */
    boolean says(Plan other) {
        return equals(
                new Plan(
                        other.key,
                        version,
                        other.name,
                        other.description,
                        other.limits,
                        other.metadata,
                        effectiveFrom,
                        recordedAt,
                        other.archived));
    }

    /** The next version, which takes no new subscribers. */
    Plan archivedAt(Instant now) {
        return new Plan(
                key, version + 1, name, description, limits, metadata, effectiveFrom, now, true);
    }
}
