package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Batches as bytes in checkpoints and savepoints: the epoch, the chunk, the number of rows, the
 * rows as {@link RowWriter} writes them. Whoever changes the bytes adds a version and keeps reading
 * the old ones as long as savepoints of them are kept. In version 1 counts had no revision, and
 * there were no crossings and reservations.
 */
final class EpochBatchSerializer implements SimpleVersionedSerializer<EpochBatch> {

    private static final int VERSION = 2;
    private static final int OLDEST_VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EpochBatch batch) throws IOException {
        var bytes = new ByteArrayOutputStream(128 + 64 * batch.rows().size());
        try (var out = new DataOutputStream(bytes)) {
            writeEpoch(batch.epoch(), out);
            out.writeInt(batch.chunk());
            out.writeInt(batch.rows().size());
            var rows = new RowWriter(out);
            for (var row : batch.rows()) {
                rows.write(row);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public EpochBatch deserialize(int version, byte[] serialized) throws IOException {
        if (version < OLDEST_VERSION || version > VERSION) {
            throw new IOException(
                    String.format(
                            "epoch batch has format version %d, this build reads versions %d to %d:"
                                    + " restore with the build that took the savepoint",
                            version, OLDEST_VERSION, VERSION));
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(serialized))) {
            var epoch = readEpoch(in);
            var chunk = in.readInt();
            var count = in.readInt();
            var reader = new RowReader(in, version);
            List<StoreWrite> rows = new ArrayList<>(count);
            for (var i = 0; i < count; i++) {
                rows.add(reader.read());
            }
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes left behind the rows of " + epoch);
            }
            return new EpochBatch(epoch, chunk, rows);
        }
    }

    private static void writeEpoch(Epoch epoch, DataOutputStream out) throws IOException {
        out.writeLong(epoch.id().getMostSignificantBits());
        out.writeLong(epoch.id().getLeastSignificantBits());
        out.writeUTF(epoch.sinkUid());
        out.writeInt(epoch.generation());
        out.writeInt(epoch.subtask());
        out.writeInt(epoch.parallelism());
        out.writeLong(epoch.checkpointId());
        out.writeLong(epoch.watermarkMillis());
        out.writeInt(epoch.chunks());
    }

    private static Epoch readEpoch(DataInputStream in) throws IOException {
        return new Epoch(
                new UUID(in.readLong(), in.readLong()),
                in.readUTF(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readInt());
    }
}
