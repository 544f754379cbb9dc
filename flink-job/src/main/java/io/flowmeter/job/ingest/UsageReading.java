package io.flowmeter.job.ingest;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.aggregate.Month;
import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.MeterReading;
import io.flowmeter.core.catalog.TenantWindows;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.core.window.Window;
import java.time.Instant;
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
        MeterReading reading = MeterReading.of(catalog, event, data, appendTime);
        if (!reading.contributions().isEmpty()) {
            var usage =
                    new EventUsage(
                            event.id(), placement(event, appendTime), reading.contributions());
            return new Read(usage, reading.refusal());
        }
        if (reading.refusal() != null) {
            throw reading.refusal();
        }
        return new Read(null, null);
    }

    private Placement placement(UsageEvent event, Instant appendTime) {
        TenantWindows windows = catalog.windows(event, appendTime);
        Window month = windows.month();
        long eventMillis = event.eventTime().toEpochMilli();
        return new Placement(
                eventMillis,
                slices.keepsMinute(eventMillis, appendTime.toEpochMilli()),
                windows.day().start().toEpochMilli(),
                windows.day().end().toEpochMilli(),
                windows.period().start().toEpochMilli(),
                windows.period().end().toEpochMilli(),
                month == null
                        ? null
                        : new Month(month.start().toEpochMilli(), month.end().toEpochMilli()));
    }
}
