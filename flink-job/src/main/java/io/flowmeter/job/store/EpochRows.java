package io.flowmeter.job.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.store.StoreWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of one epoch, each once: of two with the same key the greater revision stays. So one
 * statement can store them all; Postgres refuses to update a row twice in one.
 */
final class EpochRows {

    private final Map<AggregateKey, UsageAggregate> aggregates = new HashMap<>();
    private final Map<RollingKey, RollingUsage> rollingValues = new HashMap<>();
    private final Map<CountKey, EventCount> counts = new HashMap<>();
    private final Map<LogPosition, EventConflict> conflicts = new HashMap<>();
    private final Map<LogPosition, CorrectionAudit> audits = new HashMap<>();
    private final Map<CrossingKey, ThresholdCrossing> crossings = new HashMap<>();
    private final Set<UsedReservation> reservations = new HashSet<>();

    void add(StoreWrite write) {
        if (write.aggregate() != null) {
            var row = StorableRows.of(write.aggregate());
            aggregates.merge(AggregateKey.of(row), row, EpochRows::later);
        } else if (write.rolling() != null) {
            var row = StorableRows.of(write.rolling());
            rollingValues.merge(RollingKey.of(row), row, EpochRows::later);
        } else if (write.count() != null) {
            var row = StorableRows.of(write.count());
            counts.merge(CountKey.of(row), row, EpochRows::later);
        } else if (write.conflict() != null) {
            var row = StorableRows.of(write.conflict());
            conflicts.put(row.position(), row);
        } else if (write.audit() != null) {
            var row = StorableRows.of(write.audit());
            audits.put(row.position(), row);
        } else if (write.crossing() != null) {
            var row = StorableRows.of(write.crossing());
            crossings.putIfAbsent(CrossingKey.of(row), row);
        } else if (write.reservation() != null) {
            reservations.add(StorableRows.of(write.reservation()));
        } else {
            throw new IllegalArgumentException("a StoreWrite must hold a row, was empty");
        }
    }

    int size() {
        return aggregates.size()
                + rollingValues.size()
                + counts.size()
                + conflicts.size()
                + audits.size()
                + crossings.size()
                + reservations.size();
    }

    /** All rows; afterwards there are none. */
    List<StoreWrite> drain() {
        List<StoreWrite> rows = new ArrayList<>(size());
        aggregates.values().forEach(row -> rows.add(StoreWrite.of(row)));
        rollingValues.values().forEach(row -> rows.add(StoreWrite.of(row)));
        counts.values().forEach(row -> rows.add(StoreWrite.of(row)));
        conflicts.values().forEach(row -> rows.add(StoreWrite.of(row)));
        audits.values().forEach(row -> rows.add(StoreWrite.of(row)));
        crossings.values().forEach(row -> rows.add(StoreWrite.of(row)));
        reservations.forEach(row -> rows.add(StoreWrite.of(row)));
        aggregates.clear();
        rollingValues.clear();
        counts.clear();
        conflicts.clear();
        audits.clear();
        crossings.clear();
        reservations.clear();
        return rows;
    }

    /** The window ends at the earlier end of the two, as when they come in separate epochs. */
    private static UsageAggregate later(UsageAggregate one, UsageAggregate other) {
        var later = other.revision() > one.revision() ? other : one;
        var end = Math.min(one.windowEndMillis(), other.windowEndMillis());
        return later.windowEndMillis() == end ? later : StorableRows.endingAt(end, later);
    }

    private static RollingUsage later(RollingUsage one, RollingUsage other) {
        return other.revision() > one.revision() ? other : one;
    }

    private static EventCount later(EventCount one, EventCount other) {
        return other.revision() > one.revision() ? other : one;
    }

    private record AggregateKey(
            String namespace,
            String tenant,
            String meter,
            String granularity,
            long windowStartMillis,
            String dimensions) {

        static AggregateKey of(UsageAggregate row) {
            return new AggregateKey(
                    row.namespace(),
                    row.tenant(),
                    row.meter(),
                    row.granularity(),
                    row.windowStartMillis(),
                    row.dimensions());
        }
    }

    private record RollingKey(String namespace, String tenant, String meter, String horizon) {

        static RollingKey of(RollingUsage row) {
            return new RollingKey(row.namespace(), row.tenant(), row.meter(), row.horizon());
        }
    }

    private record CrossingKey(
            String namespace,
            String tenant,
            String meter,
            LimitedWindow window,
            String threshold,
            String direction,
            int ordinal) {

        static CrossingKey of(ThresholdCrossing row) {
            return new CrossingKey(
                    row.namespace(),
                    row.tenant(),
                    row.meter(),
                    row.window(),
                    row.threshold(),
                    row.direction(),
                    row.ordinal());
        }
    }

    private record CountKey(String namespace, String verdict, String detail) {

        static CountKey of(EventCount row) {
            return new CountKey(row.namespace(), row.verdict(), row.detail());
        }
    }
}
