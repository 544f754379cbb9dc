package io.flowmeter.job.store;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;

/** What stands between the sink's writer and its committer in the job. */
public final class EpochBatches {

    private static final StampCheckpoint STAMP = new StampCheckpoint();

    private EpochBatches() {}

    public static CommittableMessage<EpochBatch> stamped(CommittableMessage<EpochBatch> message) {
        return STAMP.map(message);
    }

    public static TypeSerializer<CommittableMessage<EpochBatch>> serializer(
            SupportsCommitter<EpochBatch> sink) {
        return CommittableMessageTypeInfo.of(sink::getCommittableSerializer).createSerializer(null);
    }
}
