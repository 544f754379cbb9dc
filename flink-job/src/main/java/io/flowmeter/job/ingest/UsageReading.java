package io.flowmeter.job.ingest;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.aggregate.Month;
import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.TenantWindows;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.core.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an event with every meter in force. */
final class UsageReading {
    private final Catalog catalog;
    private final SlicePolicy slices;

    UsageReading(Catalog catalog, SlicePolicy slices) {
        this.catalog = catalog;
        this.slices = slices;
    }

    /**
     * What the meters made of an event.
     *
     * @param usage null if no meter counts the event
     * @param partialRefusal why some meters could not count an event that others did; null if none
     */
    record Read(@Nullable EventUsage usage, @Nullable RejectedEventException partialRefusal) {}

    /**
     * @throws RejectedEventException if meters want the event and not one could read its value
     */
    Read read(UsageEvent event, EventData data, Instant appendTime) throws RejectedEventException {
        List<Contribution> contributions = new ArrayList<>();
        SortedMap<String, RejectedEventException> refusals = new TreeMap<>();
        for (Meter meter : catalog.metersFor(event, appendTime)) {
            try {
                meter.read(data).ifPresent(contributions::add);
            } catch (RejectedEventException refusal) {
                refusals.put(meter.key(), refusal);
            }
        }
        RejectedEventException refusal = refusals.isEmpty() ? null : merged(refusals);
        if (contributions.isEmpty() && refusal != null) {
            throw refusal;
        }
        if (contributions.isEmpty()) {
            return new Read(null, null);
        }
        contributions.sort(Comparator.comparing(Contribution::meter));
        return new Read(
                new EventUsage(event.id(), placement(event, appendTime), contributions), refusal);
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

    private static Month month(Window window) {
        return new Month(window.start().toEpochMilli(), window.end().toEpochMilli());
    }

    private Placement placement(UsageEvent event, Instant appendTime) {
        TenantWindows windows = catalog.windows(event, appendTime);
        long eventMillis = event.eventTime().toEpochMilli();
        return new Placement(
                eventMillis,
                slices.keepsMinute(eventMillis, appendTime.toEpochMilli()),
                windows.day().start().toEpochMilli(),
                windows.day().end().toEpochMilli(),
                windows.period().start().toEpochMilli(),
                windows.period().end().toEpochMilli(),
                windows.month().equals(windows.period()) ? null : month(windows.month()));
    }
}
