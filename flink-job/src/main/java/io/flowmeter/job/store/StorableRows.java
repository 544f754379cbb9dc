package io.flowmeter.job.store;

import static io.flowmeter.job.store.PostgresText.storable;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.UsedReservation;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose texts Postgres can hold. It happens before rows are told apart by key: two keys that
 * become one are one row then, and not a statement that Postgres refuses on every restart.
 */
final class StorableRows {

    private StorableRows() {}

    static UsageAggregate of(UsageAggregate row) {
        return new UsageAggregate(
                storable(row.namespace()),
                storable(row.tenant()),
                storable(row.meter()),
                row.aggregation(),
                row.granularity(),
                row.windowStartMillis(),
                row.windowEndMillis(),
                storable(row.dimensions()),
                row.revision(),
                row.eventCount(),
                row.quantity(),
                row.lastEventMillis(),
                storableOrNull(row.lastEventId()),
                row.sketch());
    }

    static RollingUsage of(RollingUsage row) {
        return new RollingUsage(
                storable(row.namespace()),
                storable(row.tenant()),
                storable(row.meter()),
                row.aggregation(),
                row.horizon(),
                row.asOfMillis(),
                row.revision(),
                row.eventCount(),
                row.quantity());
    }

    static EventCount of(EventCount row) {
        return new EventCount(
                storable(row.namespace()),
                row.verdict(),
                storable(row.detail()),
                row.events(),
                row.revision());
    }

    static EventConflict of(EventConflict row) {
        return new EventConflict(
                row.position(),
                row.kept(),
                storable(row.namespace()),
                storable(row.tenant()),
                storable(row.source()),
                storable(row.eventId()),
                row.appendMillis());
    }

    static CorrectionAudit of(CorrectionAudit row) {
        return new CorrectionAudit(
                row.position(),
                storable(row.namespace()),
                storable(row.tenant()),
                storable(row.actor()),
                row.action(),
                storable(row.targetSource()),
                storable(row.targetId()),
                storable(row.before()),
                storable(row.after()));
    }

    static ThresholdCrossing of(ThresholdCrossing row) {
        var window = row.window();
        return new ThresholdCrossing(
                storable(row.namespace()),
                storable(row.tenant()),
                storable(row.meter()),
                new LimitedWindow(
                        window.limit(),
                        window.window(),
                        window.startMillis(),
                        storable(window.dimensions())),
                row.windowEndMillis(),
                row.threshold(),
                row.direction(),
                row.ordinal(),
                row.limitQuantity(),
                row.thresholdQuantity(),
                row.quantity(),
                row.occurredMillis());
    }

    static UsedReservation of(UsedReservation row) {
        return new UsedReservation(storable(row.namespace()), storable(row.tenant()), row.id());
    }

    static UsageAggregate endingAt(long windowEndMillis, UsageAggregate row) {
        return new UsageAggregate(
                row.namespace(),
                row.tenant(),
                row.meter(),
                row.aggregation(),
                row.granularity(),
                row.windowStartMillis(),
                windowEndMillis,
                row.dimensions(),
                row.revision(),
                row.eventCount(),
                row.quantity(),
                row.lastEventMillis(),
                row.lastEventId(),
                row.sketch());
    }

    private static @Nullable String storableOrNull(@Nullable String text) {
        return text == null ? null : storable(text);
    }
}
