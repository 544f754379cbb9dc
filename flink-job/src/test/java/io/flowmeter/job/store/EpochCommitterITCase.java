package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.aggregate.StoreWrite;
import io.flowmeter.core.aggregate.UsageAggregate;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochCommitterITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final CommitTrial trial = new CommitTrial(database.settings());

    @Test
    void epochStandsInEveryTable() throws Exception {
        trial.commit(
                epoch(
                        7,
                        Rows.aggregate("acme", 12),
                        Rows.rolling("acme", 3),
                        Rows.count("ACCEPTED", 9),
                        Rows.conflict(4),
                        Rows.audit(5)));

        assertThat(
                        database.rows(
                                """
                                SELECT namespace, tenant, meter, granularity, generation, dimensions,
                                       dimensions_hash = md5('')::uuid, aggregation, revision,
                                       event_count, quantity, last_event_at, last_event_id, sketch,
                                       extract(epoch FROM window_start) * 1000
                                  FROM usage_aggregate
                                """))
                .containsExactly(
                        "default acme calls QUARTER_HOUR 0 null t SUM 12 12 12 null null null "
                                + Rows.NOON
                                + ".000000");
        assertThat(database.rows("SELECT tenant, horizon, revision, quantity FROM rolling_usage"))
                .containsExactly("acme PT60M 3 -3");
        assertThat(database.rows("SELECT verdict, events FROM event_count"))
                .containsExactly("ACCEPTED 9");
        assertThat(
                        database.rows(
                                "SELECT topic, partition_id, record_offset, kept_offset, event_id"
                                        + " FROM event_conflict"))
                .containsExactly("usage-events 0 4 0 evt_4");
        assertThat(
                        database.rows(
                                "SELECT tenant, actor, action, object, before, after, origin"
                                        + " FROM audit_log"))
                .containsExactly(
                        "acme console void event gateway-1/evt_5 {\"usage\": \"7\"} null"
                                + " usage-events-0@5");
        assertThat(database.rows("SELECT sink_uid, subtask, checkpoint_id FROM sink_epoch"))
                .containsExactly(CommitTrial.SINK + " 0 7");
        assertThat(trial.counter("epochsCommitted")).isEqualTo(1);
        assertThat(trial.counter("rowsCommitted")).isEqualTo(5);
    }

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
                                       last_event_id, revision, quantity, sketch
                                  FROM usage_aggregate
                                """))
                .containsExactly(
                        "zażółć 😀\uFFFD \uFFFD \\u0000 \" t t t evt_1 9223372036854775807 "
                                + quantity
                                + " \\x00ff7f");
    }

    @Test
    void epochRestoredTwiceFromOneSavepointIsAppliedOnce() throws Exception {
        var savepoint = serialized(epoch(7, Rows.aggregate("acme", 5), Rows.audit(1)));
        database.execute("ALTER TABLE audit_log DROP CONSTRAINT audit_log_origin_key");

        var first = new CommitTrial(database.settings()).commit(restored(savepoint));
        var afterFirst = everything();
        var second = new CommitTrial(database.settings()).commit(restored(savepoint));

        assertThat(first).isZero();
        assertThat(second).isEqualTo(1);
        assertThat(everything()).isEqualTo(afterFirst);
        assertThat(database.count("audit_log")).isEqualTo(1);
    }

    @Test
    void olderRevisionNeverOverwrites() throws Exception {
        trial.commit(
                epoch(
                        2,
                        Rows.aggregate("acme", 5),
                        Rows.rolling("acme", 5),
                        Rows.count("ACCEPTED", 5)));

        trial.commit(
                epoch(
                        3,
                        Rows.aggregate("acme", 4),
                        Rows.rolling("acme", 4),
                        Rows.count("ACCEPTED", 4)));

        assertThat(database.rows("SELECT revision, quantity FROM usage_aggregate"))
                .containsExactly("5 5");
        assertThat(database.rows("SELECT revision, quantity FROM rolling_usage"))
                .containsExactly("5 -5");
        assertThat(database.rows("SELECT events FROM event_count")).containsExactly("5");
    }

    @Test
    void equalRevisionChangesNothing() throws Exception {
        trial.commit(epoch(2, Rows.aggregate("acme", "", 5, Rows.ONE_PM)));
        var rowVersion = database.rows("SELECT xmin FROM usage_aggregate");

        trial.commit(epoch(3, Rows.aggregate("acme", "", 5, Rows.ONE_PM - 1)));

        assertThat(database.rows("SELECT xmin FROM usage_aggregate")).isEqualTo(rowVersion);
    }

    @Test
    void windowThatWasCutStaysCut() throws Exception {
        trial.commit(epoch(2, Rows.aggregate("acme", "", 5, Rows.ONE_PM - 1000)));

        trial.commit(epoch(3, Rows.aggregate("acme", "", 6, Rows.ONE_PM)));

        assertThat(
                        database.rows(
                                "SELECT revision, window_end = '2026-03-01 12:59:59Z'"
                                        + " FROM usage_aggregate"))
                .containsExactly("6 t");
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

    @Test
    void callMayBringEpochsOfSeveralFormerSubtasks() throws Exception {
        List<EpochBatch> both = new ArrayList<>();
        both.addAll(epoch(4, 0, 2, Rows.NOON, Rows.aggregate("acme", 1)));
        both.addAll(epoch(4, 1, 2, Rows.NOON, Rows.aggregate("beta", 1)));
        trial.commit(both.subList(0, 1));

        var already = trial.commit(both);

        assertThat(already).isEqualTo(1);
        assertThat(database.count("usage_aggregate")).isEqualTo(2);
        assertThat(database.count("sink_epoch")).isEqualTo(2);
    }

    @Test
    void epochThatLacksAChunkIsRefused() throws Exception {
        var chunks = epoch(1, manyAggregates(5_001));

        assertThatThrownBy(() -> trial.commit(chunks.subList(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be committed whole");
        assertThat(trial.commit(chunks)).isZero();
        assertThat(database.count("usage_aggregate")).isEqualTo(5_001);
    }

    @Test
    void rowThatPostgresRefusesStopsTheJobAtOnceAndIsNamed() throws Exception {
        var good = Rows.aggregate("acme", 1);
        var endsBeforeItStarts = Rows.aggregate("beta", "", 1, Rows.NOON - 1);

        assertThatThrownBy(() -> trial.commit(epoch(1, good, endsBeforeItStarts)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 rows of usage_aggregate from (namespace=default")
                .hasMessageContaining("tenant=acme meter=calls")
                .hasMessageContaining("usage_aggregate_check");
        assertThat(trial.counter("commitRetries")).isZero();
        assertThat(database.count("usage_aggregate")).isZero();
        assertThat(database.count("sink_epoch")).isZero();
    }

    @Test
    void oneCommitterOfASinkPurgesOldMarkers() throws Exception {
        database.execute(
                """
                INSERT INTO sink_epoch (sink_uid, subtask, checkpoint_id, epoch, committed_at)
                VALUES ('store-aggregates', 3, 1, gen_random_uuid(), now() - interval '31 days'),
                       ('store-aggregates', 0, 2, gen_random_uuid(), now() - interval '29 days'),
                       ('another', 0, 3, gen_random_uuid(), now() - interval '31 days')
                """);

        trial.commit(epoch(4));

        assertThat(database.rows("SELECT checkpoint_id FROM sink_epoch ORDER BY 1"))
                .containsExactly("2", "3", "4");
        assertThat(trial.counter("epochMarkersPurged")).isEqualTo(1);
    }

    static StoreWrite[] manyAggregates(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Rows.aggregate("tenant-" + i, 1))
                .toArray(StoreWrite[]::new);
    }

    private List<String> everything() throws Exception {
        List<String> rows = new ArrayList<>();
        for (var table : List.of("usage_aggregate", "audit_log", "sink_epoch", "job_progress")) {
            rows.addAll(database.rows("SELECT t FROM " + table + " t ORDER BY 1"));
        }
        return rows;
    }

    private static List<byte[]> serialized(List<EpochBatch> batches) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (var batch : batches) {
            bytes.add(new EpochBatchSerializer().serialize(batch));
        }
        return bytes;
    }

    private static List<EpochBatch> restored(List<byte[]> savepoint) throws IOException {
        List<EpochBatch> batches = new ArrayList<>();
        for (var bytes : savepoint) {
            batches.add(new EpochBatchSerializer().deserialize(1, bytes));
        }
        return batches;
    }
}
