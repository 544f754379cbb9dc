package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.testutils.junit.SharedReference;
import org.apache.flink.util.Collector;

/** What a job got from the catalog source, in order. Thread-safe. */
final class ObservedCatalog {
    private final List<Seen> seen = new ArrayList<>();
    private int failAfter = Integer.MAX_VALUE;

    /** One update, its timestamp, and the watermark when it came. */
    record Seen(CatalogUpdate update, long timestamp, long watermark) {}

    synchronized void failOnceAfter(int updates) {
        failAfter = updates;
    }

    synchronized void add(Seen one) {
        if (seen.size() >= failAfter) {
            failAfter = Integer.MAX_VALUE;
            throw new IllegalStateException("the failure this test asked for");
        }
        seen.add(one);
    }

    synchronized List<Long> seqs() {
        return seen.stream()
                .map(one -> one.update().change())
                .filter(Objects::nonNull)
                .map(CatalogChange::seq)
                .toList();
    }

    synchronized List<Long> seqsBeforeFirstMark() {
        return seen.stream()
                .takeWhile(one -> one.update().change() != null)
                .map(one -> Objects.requireNonNull(one.update().change()).seq())
                .toList();
    }

    synchronized long marks() {
        return seen.stream().filter(one -> one.update().change() == null).count();
    }

    synchronized boolean hasMarkAfter(long seq) {
        return seen.stream()
                .dropWhile(
                        one -> one.update().change() == null || one.update().change().seq() != seq)
                .anyMatch(one -> one.update().change() == null);
    }

    /** No change comes after a mark that is at or past its recording. */
    synchronized void assertMarksAreTrue() {
        long mark = Long.MIN_VALUE;
        for (Seen one : seen) {
            CatalogChange change = one.update().change();
            if (change == null) {
                assertThat(one.timestamp()).isEqualTo(one.update().completeUntilMillis());
                assertThat(one.timestamp()).isGreaterThan(mark);
                mark = one.timestamp();
            } else {
                assertThat(one.timestamp()).isEqualTo(change.recordedAtMillis());
                assertThat(change.recordedAtMillis()).isGreaterThan(mark);
            }
        }
    }

    synchronized void assertWatermarkFollowsMarks() {
        long mark = Long.MIN_VALUE;
        for (Seen one : seen) {
            assertThat(one.watermark()).isEqualTo(mark);
            mark = one.update().change() == null ? one.timestamp() : mark;
        }
    }

    /** Writes down what comes. */
    static final class Observe extends ProcessFunction<CatalogUpdate, CatalogUpdate> {
        private static final long serialVersionUID = 1L;

        private final SharedReference<ObservedCatalog> observed;

        Observe(SharedReference<ObservedCatalog> observed) {
            this.observed = observed;
        }

        @Override
        public void processElement(
                CatalogUpdate update, Context context, Collector<CatalogUpdate> out) {
            observed.get()
                    .add(
                            new Seen(
                                    update,
                                    context.timestamp(),
                                    context.timerService().currentWatermark()));
        }
    }
}
