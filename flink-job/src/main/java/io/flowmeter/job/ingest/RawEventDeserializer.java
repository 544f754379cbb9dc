package io.flowmeter.job.ingest;

import io.flowmeter.core.event.LogPosition;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * Takes every record of the event log as it is: what its bytes mean is decided where a refusal can
 * become a dead letter. Only a topic without broker timestamps stops the job, because then no
 * verdict on lateness could be repeated.
 */
public final class RawEventDeserializer implements KafkaRecordDeserializationSchema<RawEvent> {
    private static final long serialVersionUID = 1L;

    private final boolean trustRecordTimestamps;

    /**
     * @param trustRecordTimestamps true takes the timestamps of producers for append times: only
     *     for a log whose timestamps were once the broker's, such as a copy made for a backfill
     */
    public RawEventDeserializer(boolean trustRecordTimestamps) {
        this.trustRecordTimestamps = trustRecordTimestamps;
    }

    /**
     * @throws IllegalStateException if the broker did not stamp the record
     */
    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawEvent> out) {
        LogPosition position = new LogPosition(record.topic(), record.partition(), record.offset());
        if (!trustRecordTimestamps && record.timestampType() != TimestampType.LOG_APPEND_TIME) {
            throw new IllegalStateException(
                    "event log: record "
                            + position
                            + " must carry the broker's append time, carries "
                            + record.timestampType()
                            + ": set message.timestamp.type=LogAppendTime on topic "
                            + record.topic()
                            + " (records appended before that keep the type they have)");
        }
        out.collect(
                new RawEvent(
                        position,
                        record.timestamp(),
                        record.key(),
                        record.value(),
                        RecordHeaders.toJson(record.headers())));
    }

    @Override
    public TypeInformation<RawEvent> getProducedType() {
        return TypeInformation.of(RawEvent.class);
    }
}
