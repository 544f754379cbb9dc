package io.flowmeter.job.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.store.StoreWrite;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Rows for tests: of namespace {@code default}, meter {@code calls}, on 1 March 2026 at noon. */
final class Rows {

    static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    static final long ONE_PM = Instant.parse("2026-03-01T13:00:00Z").toEpochMilli();

    private Rows() {}

    /** The quantity equals the revision. */
    static StoreWrite aggregate(String tenant, long revision) {
        return aggregate(tenant, Dimensions.TOTAL, revision, ONE_PM);
    }

    static StoreWrite aggregate(String tenant, String dimensions, long revision, long endMillis) {
        return StoreWrite.of(
                new UsageAggregate(
                        "default",
                        tenant,
                        "calls",
                        "SUM",
                        "QUARTER_HOUR",
                        NOON,
                        endMillis,
                        dimensions,
                        revision,
                        revision,
                        BigDecimal.valueOf(revision),
                        0,
                        null,
                        null));
    }

    /** The quantity is negative: it falls while the revision grows. */
    static StoreWrite rolling(String tenant, long revision) {
        return StoreWrite.of(
                new RollingUsage(
                        "default",
                        tenant,
                        "calls",
                        "SUM",
                        "PT60M",
                        NOON,
                        revision,
                        revision,
                        BigDecimal.valueOf(-revision)));
    }

    static StoreWrite count(String verdict, long events) {
        return count(verdict, events, events);
    }

    static StoreWrite count(String verdict, long events, long revision) {
        return StoreWrite.of(new EventCount("default", verdict, "", events, revision));
    }

    static StoreWrite conflict(long offset) {
        return StoreWrite.of(
                new EventConflict(
                        position(offset),
                        position(0),
                        "default",
                        "acme",
                        "gateway-1",
                        "evt_" + offset,
                        NOON));
    }

    static StoreWrite audit(long offset) {
        return StoreWrite.of(
                new CorrectionAudit(
                        position(offset),
                        "default",
                        "acme",
                        "console",
                        "void",
                        "gateway-1",
                        "evt_" + offset,
                        "7",
                        ""));
    }

    /** With texts that Postgres cannot hold as they are. */
    static DeadLetter deadLetter(long offset) {
        return new DeadLetter(
                position(offset),
                "default",
                "acme",
                "BAD_TIME",
                "not a time: \0",
                false,
                NOON + 7,
                null,
                "{\0".getBytes(StandardCharsets.UTF_8),
                "{\"x\":\"\\u0000\"}");
    }

    static LogPosition position(long offset) {
        return new LogPosition("usage-events", 0, offset);
    }
}
