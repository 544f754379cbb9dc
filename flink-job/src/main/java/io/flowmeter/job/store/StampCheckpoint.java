package io.flowmeter.job.store;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;

/**
 * Tells a batch its checkpoint: Flink names it neither to the writer when it makes the batch nor to
 * the committer.
 */
final class StampCheckpoint
        implements MapFunction<CommittableMessage<EpochBatch>, CommittableMessage<EpochBatch>> {

    @Override
    public CommittableMessage<EpochBatch> map(CommittableMessage<EpochBatch> message) {
        if (message instanceof CommittableWithLineage<EpochBatch> committable) {
            return committable.map(batch -> batch.ofCheckpoint(committable.getCheckpointId()));
        }
        return message;
    }
}
