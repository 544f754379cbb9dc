package io.flowmeter.job.catalog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Gives the one split to the one reader. */
final class CatalogEnumerator implements SplitEnumerator<CatalogCursor, Optional<CatalogCursor>> {
    private final SplitEnumeratorContext<CatalogCursor> context;
    private @Nullable CatalogCursor unassigned;

    CatalogEnumerator(
            SplitEnumeratorContext<CatalogCursor> context, @Nullable CatalogCursor unassigned) {
        this.context = context;
        this.unassigned = unassigned;
    }

    @Override
    public void start() {
        if (context.currentParallelism() != 1) {
            // A reader without the split would hold back the watermark for ever.
            throw new IllegalStateException(
                    "catalog source must have parallelism 1, had " + context.currentParallelism());
        }
    }

    @Override
    public void addReader(int subtask) {
        assign(subtask);
    }

    /** The reader failed before the split was part of a checkpoint. */
    @Override
    public void addSplitsBack(List<CatalogCursor> splits, int subtask) {
        for (CatalogCursor split : splits) {
            unassigned = split;
        }
        if (context.registeredReaders().containsKey(subtask)) {
            assign(subtask);
        }
    }

    /** The split if no reader has it; otherwise it is in the state of its reader. */
    @Override
    public Optional<CatalogCursor> snapshotState(long checkpointId) {
        return Optional.ofNullable(unassigned);
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        throw new IllegalStateException("the catalog reader requests no splits");
    }

    @Override
    public void close() {}

    private void assign(int subtask) {
        if (unassigned != null) {
            context.assignSplit(unassigned, subtask);
            unassigned = null;
        }
    }

    /**
     * Version 1: the unassigned split as {@link CatalogCursor.Serializer} writes it, or nothing.
     */
    static final class StateSerializer
            implements SimpleVersionedSerializer<Optional<CatalogCursor>> {
        private final CatalogCursor.Serializer cursors = new CatalogCursor.Serializer();

        @Override
        public int getVersion() {
            return cursors.getVersion();
        }

        @Override
        public byte[] serialize(Optional<CatalogCursor> unassigned) {
            return unassigned.map(cursors::serialize).orElse(new byte[0]);
        }

        @Override
        public Optional<CatalogCursor> deserialize(int version, byte[] serialized)
                throws IOException {
            return serialized.length == 0
                    ? Optional.empty()
                    : Optional.of(cursors.deserialize(version, serialized));
        }
    }
}
