package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.store.StoreWrite;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EpochWriterTest {

    private final EpochWriter writer =
            new EpochWriter(
                    "store", 4, 1, 3, UnregisteredMetricsGroup.createSinkWriterMetricGroup());

    @Test
    void epochKeepsTheGreatestRevisionOfEachRow() {
        write(Rows.aggregate("acme", 1), Rows.aggregate("beta", 5), Rows.aggregate("acme", 3));
        write(Rows.aggregate("acme", 2));
        write(Rows.rolling("acme", 2), Rows.rolling("acme", 1));
        write(Rows.count("ACCEPTED", 8), Rows.count("ACCEPTED", 9), Rows.count("UNMATCHED", 1));
        write(Rows.conflict(7), Rows.conflict(7), Rows.audit(7), Rows.audit(8));

        var rows = rows(writer.prepareCommit());

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        Rows.aggregate("acme", 3),
                        Rows.aggregate("beta", 5),
                        Rows.rolling("acme", 2),
                        Rows.count("ACCEPTED", 9),
                        Rows.count("UNMATCHED", 1),
                        Rows.conflict(7),
                        Rows.audit(7),
                        Rows.audit(8));
    }

    @Test
    void dimensionSetsAreRowsOfTheirOwn() {
        write(Rows.aggregate("acme", "", 9, Rows.ONE_PM));
        write(Rows.aggregate("acme", "{\"model\":\"a\"}", 4, Rows.ONE_PM));
        write(Rows.aggregate("acme", "{\"model\":\"b\"}", 5, Rows.ONE_PM));

        assertThat(rows(writer.prepareCommit())).hasSize(3);
    }

    @Test
    void windowCutWithinAnEpochStaysCut() {
        write(Rows.aggregate("acme", "", 1, Rows.ONE_PM - 1));
        write(Rows.aggregate("acme", "", 2, Rows.ONE_PM));

        assertThat(rows(writer.prepareCommit()))
                .containsExactly(Rows.aggregate("acme", "", 2, Rows.ONE_PM - 1));
    }

    @Test
    void keysThatBecomeEqualInPostgresAreOneRow() {
        write(Rows.aggregate("ac\0me", 1), Rows.aggregate("ac\uFFFDme", 2));

        assertThat(rows(writer.prepareCommit())).containsExactly(Rows.aggregate("ac\uFFFDme", 2));
    }

    @Test
    void nextEpochStartsEmpty() {
        write(Rows.aggregate("acme", 1));
        var first = writer.prepareCommit();

        var second = writer.prepareCommit();

        assertThat(rows(second)).isEmpty();
        assertThat(epoch(second).id()).isNotEqualTo(epoch(first).id());
    }

    @Test
    void epochWithoutRowsIsOneBatchThatCarriesTheWatermark() {
        writer.writeWatermark(new Watermark(Rows.NOON));

        var batches = writer.prepareCommit();

        assertThat(batches).hasSize(1);
        assertThat(epoch(batches))
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(
                        new Epoch(
                                epoch(batches).id(),
                                "store",
                                4,
                                1,
                                3,
                                Epoch.NO_CHECKPOINT,
                                Rows.NOON,
                                1));
    }

    @Test
    void endOfInputIsNoWatermark() {
        writer.writeWatermark(new Watermark(Rows.NOON));
        writer.writeWatermark(Watermark.MAX_WATERMARK);

        assertThat(epoch(writer.prepareCommit()).watermarkMillis()).isEqualTo(Rows.NOON);
    }

    @Test
    void chunksHoldAtMostFiveThousandRowsAndShareTheEpoch() {
        for (var i = 0; i < 10_001; i++) {
            write(Rows.aggregate("tenant-" + i, 1));
        }

        var batches = List.copyOf(writer.prepareCommit());

        assertThat(batches).extracting(batch -> batch.rows().size()).containsExactly(5000, 5000, 1);
        assertThat(batches).extracting(EpochBatch::chunk).containsExactly(0, 1, 2);
        assertThat(batches).extracting(EpochBatch::epoch).containsOnly(epoch(batches));
        assertThat(epoch(batches).chunks()).isEqualTo(3);
    }

    private void write(StoreWrite... rows) {
        for (var row : rows) {
            writer.write(row, new NoContext());
        }
    }

    private static List<StoreWrite> rows(Collection<EpochBatch> batches) {
        return batches.stream().flatMap(batch -> batch.rows().stream()).toList();
    }

    private static Epoch epoch(Collection<EpochBatch> batches) {
        return batches.iterator().next().epoch();
    }

    private record NoContext() implements SinkWriter.Context {

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    }
}
