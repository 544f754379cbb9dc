package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobProgressITCase {

    private static final long SECOND = 1_000;

    private final StoreDatabase database = new StoreDatabase();
    private final CommitTrial trial = new CommitTrial(database.settings());

    @Test
    void epochWithoutRowsAdvancesProgress() throws Exception {
        trial.commit(epoch(1, 0, 1, Rows.NOON));
        trial.commit(epoch(2, 0, 1, Rows.NOON + SECOND));

        assertThat(progress()).containsExactly("0 1 2 1s");
    }

    @Test
    void progressWaitsForTheSubtaskThatHasCommittedNothing() throws Exception {
        trial.commit(epoch(1, 1, 2, Rows.NOON));

        assertThat(leastWatermark()).isEqualTo("1970-01-01 00:00:00+00");

        trial.commit(epoch(1, 0, 2, Rows.NOON + SECOND));

        assertThat(leastWatermark()).isEqualTo("2026-03-01 12:00:00+00");
    }

    @Test
    void progressNeverGoesBack() throws Exception {
        trial.commit(epoch(9, 0, 1, Rows.NOON + 5 * SECOND));

        trial.commit(epoch(4, 0, 1, Rows.NOON));
        trial.commit(epoch(5, 0, 1, Epoch.NO_WATERMARK));

        assertThat(progress()).containsExactly("0 1 9 5s");
    }

    @Test
    void changedParallelismStartsFromTheLeastWatermark() throws Exception {
        commitAll(1, 4, Rows.NOON + 1 * SECOND);
        trial.commit(epoch(2, 3, 4, Rows.NOON + 9 * SECOND));

        trial.commit(epoch(3, 1, 2, Rows.NOON + 10 * SECOND));
        assertThat(progress()).containsExactly("0 2 1 1s", "1 2 3 10s");

        trial.commit(epoch(3, 0, 2, Rows.NOON + 11 * SECOND));
        trial.commit(epoch(4, 6, 7, Rows.NOON + 12 * SECOND));
        assertThat(progress())
                .hasSize(7)
                .startsWith("0 7 3 10s", "1 7 3 10s")
                .endsWith("5 7 3 10s", "6 7 4 12s");
    }

    @Test
    void subtasksThatCommitAtOnceAgreeOnTheRows() throws Exception {
        commitAtOnce(1, 6, Rows.NOON);
        assertThat(progress()).hasSize(6).allMatch(row -> row.endsWith(" 6 1 0s"));

        commitAtOnce(2, 3, Rows.NOON + 2 * SECOND);
        assertThat(progress()).hasSize(3).allMatch(row -> row.endsWith(" 3 2 2s"));

        commitAtOnce(3, 5, Rows.NOON + 3 * SECOND);
        assertThat(progress()).hasSize(5).allMatch(row -> row.endsWith(" 5 3 3s"));
    }

    private void commitAtOnce(long checkpointId, int parallelism, long watermark) {
        var commits =
                IntStream.range(0, parallelism)
                        .mapToObj(subtask -> epoch(checkpointId, subtask, parallelism, watermark))
                        .map(epoch -> CompletableFuture.runAsync(() -> commitAlone(epoch)))
                        .toList();
        commits.forEach(CompletableFuture::join);
    }

    private void commitAlone(List<EpochBatch> epoch) {
        try {
            new CommitTrial(database.settings()).commit(epoch);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private void commitAll(long checkpointId, int parallelism, long watermark) throws Exception {
        for (var subtask = 0; subtask < parallelism; subtask++) {
            trial.commit(epoch(checkpointId, subtask, parallelism, watermark));
        }
    }

    /** Subtask, parallelism, checkpoint, seconds since noon. */
    private List<String> progress() throws Exception {
        return database.rows(
                """
                SELECT subtask, parallelism, checkpoint_id,
                       extract(epoch FROM watermark - '2026-03-01 12:00:00Z')::int || 's'
                  FROM job_progress
                 ORDER BY subtask
                """);
    }

    private String leastWatermark() throws Exception {
        return database.rows("SELECT min(watermark) AT TIME ZONE 'UTC' || '+00' FROM job_progress")
                .get(0);
    }
}
