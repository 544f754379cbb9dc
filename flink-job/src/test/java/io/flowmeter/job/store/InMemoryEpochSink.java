package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.core.window.SlicePolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The sink with its own writer and serializer; only the tables are in memory. */
public record InMemoryEpochSink(MemoryTables tables)
        implements Sink<StoreWrite>, SupportsCommitter<EpochBatch> {

    private static final PostgresEpochSink SINK =
            new PostgresEpochSink(
                    new PostgresSettings("jdbc:postgresql://127.0.0.1:1/unused", "unused", ""),
                    "store-rows",
                    0,
                    SlicePolicy.DEFAULT);

    @Override
    public SinkWriter<StoreWrite> createWriter(WriterInitContext context) {
        return SINK.createWriter(context);
    }

    @Override
    public SimpleVersionedSerializer<EpochBatch> getCommittableSerializer() {
        return SINK.getCommittableSerializer();
    }

    @Override
    public Committer<EpochBatch> createCommitter(CommitterInitContext context) {
        return new MemoryCommitter(tables);
    }

    private record MemoryCommitter(MemoryTables tables) implements Committer<EpochBatch> {

        @Override
        public void commit(Collection<CommitRequest<EpochBatch>> requests) {
            Map<UUID, List<CommitRequest<EpochBatch>>> byEpoch = new LinkedHashMap<>();
            for (var request : requests) {
                byEpoch.computeIfAbsent(
                                request.getCommittable().epoch().id(), id -> new ArrayList<>())
                        .add(request);
            }
            for (var ofEpoch : byEpoch.values()) {
                var batches = ofEpoch.stream().map(CommitRequest::getCommittable).toList();
                if (!tables.apply(batches.get(0).epoch(), batches)) {
                    ofEpoch.forEach(CommitRequest::signalAlreadyCommitted);
                }
            }
        }

        @Override
        public void close() {
            // Holds no resources.
        }
    }
}
