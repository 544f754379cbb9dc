package io.flowmeter.job.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.store.StoreWrite;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of all batches of an epoch, sorted out by table. */
record RowsByTable(
        List<UsageAggregate> aggregates,
        List<RollingUsage> rollingValues,
        List<EventCount> counts,
        List<EventConflict> conflicts,
        List<CorrectionAudit> audits,
        List<ThresholdCrossing> crossings,
        List<UsedReservation> reservations) {

    static RowsByTable of(Collection<EpochBatch> batches) {
        return new RowsByTable(
                select(batches, StoreWrite::aggregate),
                select(batches, StoreWrite::rolling),
                select(batches, StoreWrite::count),
                select(batches, StoreWrite::conflict),
                select(batches, StoreWrite::audit),
                select(batches, StoreWrite::crossing),
                select(batches, StoreWrite::reservation));
    }

    private static <R> List<R> select(
            Collection<EpochBatch> batches, Function<StoreWrite, @Nullable R> kind) {
        return batches.stream()
                .flatMap(batch -> batch.rows().stream())
                .map(kind)
                .filter(Objects::nonNull)
                .toList();
    }
}
