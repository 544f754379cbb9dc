package io.flowmeter.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.store.EpochBatch;
import io.flowmeter.job.store.InMemoryEpochSink;
import io.flowmeter.job.store.MemoryTables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;

/**
 * What a reading of a log has left behind.
 *
 * @param deadLetters by position
 */
record Outcome(Scenario scenario, Tables tables, Map<String, String> deadLetters) {
    private static final int MAX_DIFFERENCES = 12;

    static Outcome inMemory(Scenario scenario) throws Exception {
        MemoryTables memory = new MemoryTables();
        return of(scenario, new InMemoryEpochSink(memory), Tables.of(memory));
    }

    static <S extends Sink<StoreWrite> & SupportsCommitter<EpochBatch>> Outcome of(
            Scenario scenario, S sink, Tables tables) throws Exception {
        Replay<S> replay = new Replay<>(scenario, sink, new Reader(tables));
        replay.run();
        return new Outcome(scenario, tables, replay.deadLetters());
    }

    /** What does not depend on the order in which partitions are read is as in another reading. */
    void assertSameNumbersAs(Outcome other) throws SQLException {
        assertSame(TableLines.numbers(other), TableLines.numbers(this));
        assertSameEvents(other);
    }

    /** Every row is as in another reading. */
    void assertSameRowsAs(Outcome other) throws SQLException {
        assertSame(TableLines.everything(other), TableLines.everything(this));
        assertSameEvents(other);
    }

    private void assertSameEvents(Outcome other) throws SQLException {
        assertThat(deadLetters).as(scenario.toString()).isEqualTo(other.deadLetters);
        long verdicts = tables.counts().stream().mapToLong(row -> row.events()).sum();
        assertThat(verdicts).as("verdicts%s", scenario).isEqualTo(scenario.log().size());
    }

    private void assertSame(Map<String, List<String>> expected, Map<String, List<String>> actual) {
        List<String> differences = new ArrayList<>();
        expected.forEach(
                (table, rows) -> {
                    List<String> missing = new ArrayList<>(rows);
                    actual.get(table).forEach(missing::remove);
                    List<String> extra = new ArrayList<>(actual.get(table));
                    rows.forEach(extra::remove);
                    missing.forEach(row -> differences.add("missing in " + table + ": " + row));
                    extra.forEach(row -> differences.add("too many in " + table + ": " + row));
                });
        assertThat(differences.stream().limit(MAX_DIFFERENCES)).as(scenario.toString()).isEmpty();
    }
}
