package io.flowmeter.api.usage;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question about one meter.
 *
 * @param from first instant that counts, on a minute; null: the period says
 * @param to first instant that does not, on a minute; null: the period says
 * @param periodsBack instead of bounds: 0 the current billing period of the one subject, 1 the one
 *     before, …
 * @param windowSize null: one window from {@code from} to {@code to}
 * @param subjects tenants that count; empty: all
 * @param bySubject a row for each tenant
 * @param groupBy dimensions: a row for each combination of their values
 * @param filter dimension to the values that count
 */
public record UsageQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Integer periodsBack,
        @Nullable WindowSize windowSize,
        ZoneId zone,
        List<String> subjects,
        boolean bySubject,
        List<String> groupBy,
        Map<String, List<String>> filter) {

    public UsageQuery {
        subjects = List.copyOf(subjects);
        groupBy = List.copyOf(groupBy);
        filter = new TreeMap<>(filter);
    }

    /** A question for the total of some tenants. */
    static UsageQuery total(Instant from, Instant to, String subject) {
        return new UsageQuery(
                from,
                to,
                null,
                null,
                ZoneId.of("UTC"),
                List.of(subject),
                false,
                List.of(),
                Map.of());
    }

    OptionalInt period() {
        return Optional.ofNullable(periodsBack).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** The same question with bounds. */
    UsageQuery within(Instant start, Instant end) {
        return new UsageQuery(
                start, end, null, windowSize, zone, subjects, bySubject, groupBy, filter);
    }

    /** The same question with a row for each tenant. */
    public UsageQuery perSubject() {
        return new UsageQuery(
                from, to, periodsBack, windowSize, zone, subjects, true, groupBy, filter);
    }

    /** Whether the rows of single dimension sets are needed, not the total over them. */
    boolean readsDimensions() {
        return !groupBy.isEmpty() || !filter.isEmpty();
    }
}
