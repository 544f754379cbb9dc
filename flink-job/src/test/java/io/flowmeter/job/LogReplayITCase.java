package io.flowmeter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.job.ingest.RawEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One log, read in every way a cluster may read it, gives the same tables: usage is a pure function
 * of the log and the catalog.
 */
class LogReplayITCase {
    private static final int SIZE = 2_400;

    private static List<RawEvent> log;
    private static Map<String, List<String>> expected;

    @TempDir static Path directory;

    @BeforeAll
    static void readInOrder() throws Exception {
        log = GeneratedLog.of(Long.getLong("flowmeter.seed", 42), SIZE);
        expected = StoredTables.of(new LogReplay("in-order", log, List.of(1), 0).run(directory));
    }

    @Test
    void everyEventHasExactlyOneVerdict() {
        assertThat(verdicts(expected)).isEqualTo(SIZE);
    }

    @Test
    void theLogExercisesEveryTable() {
        assertThat(expected).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
    }

    @Test
    void readingInParallelChangesNothing() throws Exception {
        assertSame(new LogReplay("parallel-4", log, List.of(4), 0));
    }

    @Test
    void shufflingTheLogAcrossPartitionsChangesNothing() throws Exception {
        assertSame(new LogReplay("shuffled-2", LogReplay.shuffled(log, 2, 7), List.of(2), 0));
    }

    @Test
    void crashingAndRestoringAtRandomCheckpointsChangesNothing() throws Exception {
        assertSame(new LogReplay("crashing-1", log, List.of(1), 3));
        assertSame(new LogReplay("crashing-4", LogReplay.shuffled(log, 4, 10), List.of(4), 3));
    }

    @Test
    void rescalingBySavepointChangesNothing() throws Exception {
        assertSame(new LogReplay("rescaled-1", log, List.of(1, 3, 1), 0));
        assertSame(
                new LogReplay("rescaled-2", LogReplay.shuffled(log, 2, 11), List.of(2, 4, 2), 0));
    }

    private static void assertSame(LogReplay replay) throws Exception {
        Map<String, List<String>> tables = StoredTables.of(replay.run(directory));

        expected.forEach(
                (table, rows) ->
                        assertThat(tables.get(table)).as(table).containsExactlyElementsOf(rows));
        assertThat(verdicts(tables)).isEqualTo(SIZE);
    }

    /** Conservation: as many verdicts as events. */
    private static long verdicts(Map<String, List<String>> tables) {
        return tables.get("event_count").stream()
                .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf('|') + 1)))
                .sum();
    }
}
