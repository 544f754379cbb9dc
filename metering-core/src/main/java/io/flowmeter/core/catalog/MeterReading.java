package io.flowmeter.core.catalog;

import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the meters in force make of one event.
 *
 * @param contributions by meter; empty if no meter counts the event
 * @param refusal why some meters could not count it; null if none
 */
public record MeterReading(
        List<Contribution> contributions, @Nullable RejectedEventException refusal) {

    public MeterReading {
        contributions = List.copyOf(contributions);
    }

    public static MeterReading of(
            Catalog catalog, UsageEvent event, PropertyValue.Reader data, Instant appendTime) {
        List<Contribution> contributions = new ArrayList<>();
        SortedMap<String, RejectedEventException> refusals = new TreeMap<>();
        for (Meter meter : catalog.metersFor(event, appendTime)) {
            try {
                meter.read(data).ifPresent(contributions::add);
            } catch (RejectedEventException refusal) {
                refusals.put(meter.key(), refusal);
            }
        }
        contributions.sort(Comparator.comparing(Contribution::meter));
        return new MeterReading(contributions, refusals.isEmpty() ? null : merged(refusals));
    }

    /**
     * One reason, the first meter's by name, and every meter's sentence.
     *
     * @param refusals by meter, at least one
     */
    private static RejectedEventException merged(
            SortedMap<String, RejectedEventException> refusals) {
        return new RejectedEventException(
                refusals.get(refusals.firstKey()).reason(),
                refusals.values().stream()
                        .map(RejectedEventException::detail)
                        .collect(Collectors.joining("; ")));
    }
}
