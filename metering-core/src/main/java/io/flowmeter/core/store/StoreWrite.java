package io.flowmeter.core.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.UsedReservation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row on its way to Postgres; exactly one component is set. A single type, because all rows of
 * an epoch become visible in one transaction.
 */
public record StoreWrite(
        @Nullable UsageAggregate aggregate,
        @Nullable RollingUsage rolling,
        @Nullable EventCount count,
        @Nullable EventConflict conflict,
        @Nullable CorrectionAudit audit,
        @Nullable ThresholdCrossing crossing,
        @Nullable UsedReservation reservation) {

    /** Rows with the same key are stored by the same transaction: those of one tenant. */
    public String tenantKey() {
        if (aggregate != null) {
            return aggregate.namespace() + '/' + aggregate.tenant();
        }
        if (rolling != null) {
            return rolling.namespace() + '/' + rolling.tenant();
        }
        if (conflict != null) {
            return conflict.namespace() + '/' + conflict.tenant();
        }
        if (audit != null) {
            return audit.namespace() + '/' + audit.tenant();
        }
        if (crossing != null) {
            return crossing.namespace() + '/' + crossing.tenant();
        }
        if (reservation != null) {
            return reservation.namespace() + '/' + reservation.tenant();
        }
        return Objects.requireNonNull(count).namespace() + '/';
    }

    public static StoreWrite of(UsageAggregate aggregate) {
        return new StoreWrite(aggregate, null, null, null, null, null, null);
    }

    public static StoreWrite of(RollingUsage rolling) {
        return new StoreWrite(null, rolling, null, null, null, null, null);
    }

    public static StoreWrite of(EventCount count) {
        return new StoreWrite(null, null, count, null, null, null, null);
    }

    public static StoreWrite of(EventConflict conflict) {
        return new StoreWrite(null, null, null, conflict, null, null, null);
    }

    public static StoreWrite of(CorrectionAudit audit) {
        return new StoreWrite(null, null, null, null, audit, null, null);
    }

    public static StoreWrite of(ThresholdCrossing crossing) {
        return new StoreWrite(null, null, null, null, null, crossing, null);
    }

    public static StoreWrite of(UsedReservation reservation) {
        return new StoreWrite(null, null, null, null, null, null, reservation);
    }
}
