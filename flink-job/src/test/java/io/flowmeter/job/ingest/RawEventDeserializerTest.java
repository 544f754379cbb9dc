package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.event.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.types.PojoTestUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RawEventDeserializerTest {
    private static final long APPENDED = 1_772_323_200_123L;

    @Test
    void recordIsTakenAsItIs() {
        RawEvent raw =
                deserialize(
                        new RawEventDeserializer(false),
                        record(TimestampType.LOG_APPEND_TIME, bytes("acme"), bytes("no json")));

        assertThat(raw.position()).isEqualTo(new LogPosition("usage-events", 4, 88123));
        assertThat(raw.appendMillis()).isEqualTo(APPENDED);
        assertThat(raw.key()).isEqualTo(bytes("acme"));
        assertThat(raw.value()).isEqualTo(bytes("no json"));
        assertThat(raw.headers()).isEqualTo("{}");
    }

    @Test
    void tombstoneWithoutKeyIsTakenAsItIs() {
        RawEvent raw =
                deserialize(
                        new RawEventDeserializer(false),
                        record(TimestampType.LOG_APPEND_TIME, null, null));

        assertThat(raw.key()).isNull();
        assertThat(raw.value()).isNull();
    }

    @Test
    void headersAreASortedObjectOfTexts() {
        ConsumerRecord<byte[], byte[]> record =
                record(TimestampType.LOG_APPEND_TIME, null, bytes("{}"));
        record.headers()
                .add("ce_type", bytes("old"))
                .add("trace", new byte[] {0, (byte) 0xFF, 7})
                .add("ce_id", bytes("é\"1\""))
                .add("empty", null)
                .add("ce_type", bytes("new"));

        assertThat(deserialize(new RawEventDeserializer(false), record).headers())
                .isEqualTo(
                        "{\"ce_id\":\"é\\\"1\\\"\",\"ce_type\":\"new\","
                                + "\"trace\":\"\uFFFD\uFFFD\\u0007\"}");
    }

    @ParameterizedTest
    @EnumSource(
            value = TimestampType.class,
            names = {"CREATE_TIME", "NO_TIMESTAMP_TYPE"})
    void timestampOfAProducerIsADefectOfTheTopic(TimestampType type) {
        ConsumerRecord<byte[], byte[]> record = record(type, null, bytes("{}"));

        assertThatThrownBy(() -> deserialize(new RawEventDeserializer(false), record))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("message.timestamp.type=LogAppendTime on topic usage-events")
                .hasMessageContaining("usage-events-4@88123");
        assertThat(deserialize(new RawEventDeserializer(true), record).appendMillis())
                .isEqualTo(APPENDED);
    }

    @Test
    void rawEventNeedsNoKryo() {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawEvent.class);
    }

    private static RawEvent deserialize(
            RawEventDeserializer deserializer, ConsumerRecord<byte[], byte[]> record) {
        List<RawEvent> out = new ArrayList<>();
        deserializer.deserialize(record, new ListCollector<>(out));
        assertThat(out).hasSize(1);
        return out.get(0);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TimestampType type, byte[] key, byte[] value) {
        Headers headers = new RecordHeaders();
        return new ConsumerRecord<>(
                "usage-events",
                4,
                88123,
                APPENDED,
                type,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
