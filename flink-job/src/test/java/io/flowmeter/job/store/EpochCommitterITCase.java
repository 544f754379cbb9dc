package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.store.StoreWrite;
import java.io.IOException;
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
                        "acme console void event/gateway-1/evt_5 {\"usage\": \"7\"} null"
                                + " usage-events-0@5");
        assertThat(database.rows("SELECT sink_uid, subtask, checkpoint_id FROM sink_epoch"))
                .containsExactly(CommitTrial.SINK + " 0 7");
        assertThat(trial.counter("epochsCommitted")).isEqualTo(1);
        assertThat(trial.counter("rowsCommitted")).isEqualTo(5);
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

    @Test
    void minutesOlderThanTheirAgeArePurgedAndNothingElse() throws Exception {
        database.execute(
                """
                INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,
                       dimensions_hash, generation, window_end, aggregation, revision, event_count)
                SELECT 'default', 'acme', 'calls', granularity, start, md5('')::uuid, 0,
                       start + interval '1 minute', 'COUNT', 1, 1
                  FROM unnest(ARRAY['MINUTE', 'QUARTER_HOUR']) granularity,
                       unnest(ARRAY[timestamptz '2024-12-31 23:59Z', '2026-02-27 11:59Z',
                                    '2026-02-27 12:00Z']) start
                """);

        trial.commit(epoch(4, 0, 1, Rows.NOON));

        assertThat(
                        database.rows(
                                "SELECT granularity, count(*) FROM usage_aggregate"
                                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly("MINUTE 1", "QUARTER_HOUR 3");
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
