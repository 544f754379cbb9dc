package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The sink, but its fifth commit crashes after Postgres has it and before Flink knows. */
record CrashAfterCommitSink(PostgresEpochSink sink)
        implements Sink<StoreWrite>, SupportsCommitter<EpochBatch> {

    private static final int CRASHING_COMMIT = 5;
    static final AtomicInteger COMMITS = new AtomicInteger();

    @Override
    public SinkWriter<StoreWrite> createWriter(WriterInitContext context) {
        return sink.createWriter(context);
    }

    @Override
    public SimpleVersionedSerializer<EpochBatch> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public Committer<EpochBatch> createCommitter(CommitterInitContext context) {
        return new CrashingCommitter((EpochCommitter) sink.createCommitter(context));
    }

    private record CrashingCommitter(EpochCommitter committer) implements Committer<EpochBatch> {

        @Override
        public void commit(Collection<CommitRequest<EpochBatch>> requests)
                throws IOException, InterruptedException {
            committer.commit(requests);
            if (COMMITS.incrementAndGet() == CRASHING_COMMIT) {
                throw new IOException("induced crash after the commit");
            }
        }

        @Override
        public void close() {
            committer.close();
        }
    }
}
