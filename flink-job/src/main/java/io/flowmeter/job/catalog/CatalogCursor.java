package io.flowmeter.job.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * How far the change log has been emitted. There is one log, so this is the only split of {@link
 * CatalogSource}, and its state in savepoints.
 *
 * @param lastSeq of the last change emitted; 0 before the first
 */
record CatalogCursor(long lastSeq) implements SourceSplit {
    static final String SPLIT_ID = "catalog";
    static final CatalogCursor BEGINNING = new CatalogCursor(0);

    @Override
    public String splitId() {
        return SPLIT_ID;
    }

    /** Version 1: the seq, 8 bytes. */
    static final class Serializer implements SimpleVersionedSerializer<CatalogCursor> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(CatalogCursor cursor) {
            return ByteBuffer.allocate(Long.BYTES).putLong(cursor.lastSeq()).array();
        }

        @Override
        public CatalogCursor deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION || serialized.length != Long.BYTES) {
                throw new IOException(
                        "catalog cursor must be of version "
                                + VERSION
                                + " with "
                                + Long.BYTES
                                + " bytes, was of version "
                                + version
                                + " with "
                                + serialized.length
                                + ": the savepoint is of a later Flowmeter");
            }
            return new CatalogCursor(ByteBuffer.wrap(serialized).getLong());
        }
    }
}
