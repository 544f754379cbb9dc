package io.flowmeter.job.store;

import io.flowmeter.core.event.DeadLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Collects dead letters and stores them many at a time: when enough have come, and before each
 * checkpoint, so that no letter depends on a writer that is gone.
 */
final class DeadLetterWriter implements CommittingSinkWriter<DeadLetter, Void> {

    static final int MAX_LETTERS = 500;

    /** Of content; a letter that alone has more is stored alone. */
    static final long MAX_BYTES = 4 << 20;

    private final PostgresTransactions transactions;
    private final SinkWriterMetricGroup metrics;
    private final List<DeadLetter> letters = new ArrayList<>();
    private long bytes;

    DeadLetterWriter(PostgresSettings settings, Backoff backoff, SinkWriterMetricGroup metrics) {
        var retries = metrics.counter("flushRetries");
        this.transactions =
                new PostgresTransactions(
                        settings, "flowmeter dead letter sink", backoff, retries::inc);
        this.metrics = metrics;
    }

    @Override
    public void write(DeadLetter letter, Context context) throws IOException, InterruptedException {
        letters.add(letter);
        bytes += length(letter.key()) + length(letter.value()) + letter.headers().length();
        if (letters.size() >= MAX_LETTERS || bytes >= MAX_BYTES) {
            store();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        if (!letters.isEmpty()) {
            store();
        }
    }

    @Override
    public Collection<Void> prepareCommit() {
        return List.of();
    }

    /**
     * Stores nothing and does not fail. Letters are left only where the task fails or is cancelled:
     * the checkpoint brings them again, and Flink stops a whole task manager for an exception here.
     */
    @Override
    public void close() {
        transactions.close();
    }

    private void store() throws IOException, InterruptedException {
        transactions.runWithRetries(
                "a batch of " + letters.size() + " dead letters",
                connection -> {
                    DeadLetterInsert.execute(connection, letters);
                    connection.commit();
                    return letters.size();
                });
        metrics.getNumRecordsSendCounter().inc(letters.size());
        letters.clear();
        bytes = 0;
    }

    private static int length(byte @Nullable [] content) {
        return content == null ? 0 : content.length;
    }
}
