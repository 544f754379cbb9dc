package io.flowmeter.job.store;

import io.flowmeter.core.event.DeadLetter;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Rows into {@code dead_letter}, at least once: whatever a checkpoint has behind it is stored, and
 * a repeat finds its topic, partition and offset and changes nothing.
 *
 * <p>While Postgres is away the job waits a short while, then restarts from its checkpoint, again
 * and again.
 */
public final class DeadLetterSink implements Sink<DeadLetter>, SupportsCommitter<Void> {

    private final PostgresSettings settings;
    private final Backoff backoff;

    DeadLetterSink(PostgresSettings settings, Backoff backoff) {
        this.settings = settings;
        this.backoff = backoff;
    }

    /** A sink that is as patient with Postgres as {@link PostgresEpochSink}. */
    public static Sink<DeadLetter> create(PostgresSettings settings) {
        return new DeadLetterSink(settings, Backoff.DEFAULT);
    }

    @Override
    public SinkWriter<DeadLetter> createWriter(WriterInitContext context) {
        return new DeadLetterWriter(settings, backoff, context.metricGroup());
    }

    @Override
    public Committer<Void> createCommitter(CommitterInitContext context) {
        return new NothingToCommit();
    }

    @Override
    public SimpleVersionedSerializer<Void> getCommittableSerializer() {
        return new NothingToCommit();
    }
}
