package io.flowmeter.job.store;

import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The committer of a sink that commits nothing. It is there because savepoints of Flowmeter before
 * ADR 6 hold the state, always empty, of a committer of this sink, and Flink restores no savepoint
 * with a state that no operator takes.
 */
final class NothingToCommit implements Committer<Void>, SimpleVersionedSerializer<Void> {

    @Override
    public void commit(Collection<CommitRequest<Void>> requests) {
        if (!requests.isEmpty()) {
            throw unexpected();
        }
    }

    @Override
    public void close() {
        // Holds no resources.
    }

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(Void committable) {
        throw unexpected();
    }

    @Override
    public Void deserialize(int version, byte[] serialized) {
        throw unexpected();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("the dead letter sink has no committables");
    }
}
