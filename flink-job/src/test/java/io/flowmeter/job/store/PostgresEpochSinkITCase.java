package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a job that fails, and is restored. */
@Timeout(120)
class PostgresEpochSinkITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final PostgresEpochSink sink =
            new PostgresEpochSink(database.settings(), CommitTrial.SINK, 0);

    @TempDir Path savepoints;

    @Test
    void oneFailedCheckpointZeroDuplicatesNoBackwardRead() throws Exception {
        acceptRepeatedRows();
        StorePipeline.FailingSnapshot.arm();

        try (var reader = new PollingReader(database)) {
            StorePipeline.build(StorePipeline.configuration(), sink).execute();

            assertThat(StorePipeline.FailingSnapshot.hasFailed()).isTrue();
            assertThat(reader.stepsBack()).isEmpty();
            assertThat(reader.changes()).isGreaterThan(50);
        }
        assertTablesAreExact();
    }

    @Test
    void crashAfterTheCommitIsNotAppliedAgain() throws Exception {
        acceptRepeatedRows();
        CrashAfterCommitSink.COMMITS.set(0);

        StorePipeline.build(StorePipeline.configuration(), new CrashAfterCommitSink(sink))
                .execute();

        assertTablesAreExact();
    }

    @Test
    void restoreOfAnOlderSavepointNeverGoesBackAndEndsTheSame() throws Exception {
        var first = StorePipeline.build(StorePipeline.configuration(), sink).executeAsync();
        await().until(() -> database.count("event_conflict") > 20);
        var savepoint =
                first.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get();
        first.getJobExecutionResult().get();
        assertTablesAreExact();

        try (var reader = new PollingReader(database)) {
            await().until(() -> reader.changes() > 0);
            var restored =
                    StorePipeline.configuration()
                            .set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            StorePipeline.build(restored, sink).execute();

            assertThat(reader.stepsBack()).isEmpty();
        }
        assertTablesAreExact();
    }

    @Test
    void epochsKnowTheirCheckpointAndProgressFollowsTheLog() throws Exception {
        StorePipeline.build(StorePipeline.configuration(), sink).execute();

        assertThat(database.rows("SELECT min(checkpoint_id) FROM sink_epoch")).containsExactly("1");
        assertThat(
                        database.rows(
                                """
                                SELECT count(*), min(parallelism), max(parallelism),
                                       min(watermark) > '2026-03-01 12:00:00.100Z',
                                       max(watermark) < '2026-03-01 12:00:02Z'
                                  FROM job_progress
                                """))
                .containsExactly("2 2 2 t t");
        assertThat(
                        database.rows(
                                "SELECT FROM sink_epoch GROUP BY subtask, checkpoint_id"
                                        + " HAVING count(*) > 1"))
                .isEmpty();
    }

    /** Leaves it to the epoch marker alone that no append-only row is written twice. */
    private void acceptRepeatedRows() throws Exception {
        database.execute("ALTER TABLE audit_log DROP CONSTRAINT audit_log_origin_key");
        database.execute("ALTER TABLE event_conflict DROP CONSTRAINT event_conflict_pkey");
    }

    private void assertTablesAreExact() throws Exception {
        var last = StorePipeline.EVENTS;
        var usage =
                LongStream.range(last - 5, last)
                        .mapToObj(n -> StorePipeline.tenant(n) + " " + (n + 1) + " " + (n + 1))
                        .toList();
        var rolling =
                LongStream.range(last - 5, last)
                        .mapToObj(n -> StorePipeline.tenant(n) + " " + (n + 1) + " " + (-n - 1))
                        .toList();
        assertThat(database.rows("SELECT tenant, revision, quantity FROM usage_aggregate"))
                .containsExactlyInAnyOrderElementsOf(usage);
        assertThat(database.rows("SELECT tenant, revision, quantity FROM rolling_usage"))
                .containsExactlyInAnyOrderElementsOf(rolling);
        assertThat(database.rows("SELECT events FROM event_count"))
                .containsExactly(String.valueOf(last));
        assertThat(database.rows("SELECT record_offset FROM event_conflict ORDER BY 1"))
                .containsExactlyElementsOf(everyTenth(last));
        assertThat(
                        database.rows(
                                "SELECT split_part(origin, '@', 2)::bigint FROM audit_log"
                                        + " ORDER BY 1"))
                .containsExactlyElementsOf(everyTenth(last));
    }

    private static List<String> everyTenth(int events) {
        return LongStream.range(0, events)
                .filter(n -> n % 10 == 0)
                .mapToObj(Long::toString)
                .toList();
    }
}
