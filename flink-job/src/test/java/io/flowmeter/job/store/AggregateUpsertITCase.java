package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.store.StoreWrite;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateUpsertITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final CommitTrial trial = new CommitTrial(database.settings());

    @Test
    void everyColumnOfAnAggregateIsExact() throws Exception {
        var start = Instant.parse("0001-01-01T00:00:00.001Z");
        var end = Instant.parse("4250-12-31T23:59:59.999Z");
        var quantity = new BigDecimal("-12345678901234567890.123456789012345678");
        trial.commit(
                epoch(
                        1,
                        StoreWrite.of(
                                new UsageAggregate(
                                        "default",
                                        "zażółć 😀\0",
                                        "calls",
                                        "LAST",
                                        "DAY",
                                        start.toEpochMilli(),
                                        end.toEpochMilli(),
                                        "{\"a\":\"\\u0000\",\"b\":\"\\\\u0000 \\\"\"}",
                                        Long.MAX_VALUE,
                                        0,
                                        quantity,
                                        Rows.NOON + 123,
                                        "evt_1",
                                        new byte[] {0, -1, 127}))));

        assertThat(
                        database.rows(
                                """
                                SELECT tenant, dimensions->>'a', dimensions->>'b',
                                       window_start = '0001-01-01 00:00:00.001Z',
                                       window_end = '4250-12-31 23:59:59.999Z',
                                       last_event_at = '2026-03-01 12:00:00.123Z',
                                       last_event_id, revision, quantity, sketch,
                                       dimensions_hash = md5(
                                           '{"a":"\\u0000","b":"\\\\u0000 \\""}')::uuid
                                  FROM usage_aggregate
                                """))
                .containsExactly(
                        "zażółć 😀\uFFFD \uFFFD \\u0000 \" t t t evt_1 9223372036854775807 "
                                + quantity
                                + " \\x00ff7f t");
    }

    @Test
    void generationsAreRowsOfTheirOwn() throws Exception {
        trial.commit(epoch(1, Rows.aggregate("acme", 5)));
        var other = epoch(1, Rows.aggregate("acme", 2)).get(0);
        var e = other.epoch();
        var shadow = new Epoch(e.id(), "backfill-1", 1, 0, 1, 1, e.watermarkMillis(), 1);

        trial.commit(List.of(new EpochBatch(shadow, 0, other.rows())));

        assertThat(database.rows("SELECT generation, revision FROM usage_aggregate ORDER BY 1"))
                .containsExactly("0 5", "1 2");
    }
}
