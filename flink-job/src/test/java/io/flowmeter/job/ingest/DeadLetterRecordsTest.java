package io.flowmeter.job.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.LogPosition;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {

    @Test
    void letterIsTheOriginalAndItsReason() {
        ProducerRecord<byte[], byte[]> dead = record(bytes("acme"), bytes("no json"));

        assertThat(dead.topic()).isEqualTo("dead");
        assertThat(dead.key()).isEqualTo(bytes("acme"));
        assertThat(dead.value()).isEqualTo(bytes("no json"));
        assertThat(headers(dead))
                .isEqualTo(
                        Map.of(
                                "trace", "7",
                                "flowmeter-reason", "UNPARSABLE",
                                "flowmeter-detail", "it is no JSON",
                                "flowmeter-position", "usage-events-4@88123",
                                "flowmeter-partial", "false"));
    }

    @Test
    void tombstoneIsALetterToo() {
        ProducerRecord<byte[], byte[]> dead = record(null, null);

        assertThat(dead.key()).isNull();
        assertThat(dead.value()).isNull();
        assertThat(headers(dead))
                .containsEntry("trace", "7")
                .doesNotContainKey("flowmeter-omitted");
    }

    @Test
    void originalThatWouldNotFitStaysInTheTable() {
        ProducerRecord<byte[], byte[]> dead = record(bytes("acme"), new byte[999_990]);

        assertThat(dead.key()).isNull();
        assertThat(dead.value()).isNull();
        assertThat(headers(dead))
                .isEqualTo(
                        Map.of(
                                "flowmeter-omitted", "true",
                                "flowmeter-reason", "UNPARSABLE",
                                "flowmeter-detail", "it is no JSON",
                                "flowmeter-position", "usage-events-4@88123",
                                "flowmeter-partial", "false"));
    }

    private static ProducerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value) {
        DeadLetter letter =
                new DeadLetter(
                        new LogPosition("usage-events", 4, 88123),
                        "",
                        "",
                        "UNPARSABLE",
                        "it is no JSON",
                        false,
                        0,
                        key,
                        value,
                        "{\"trace\":\"7\"}");
        return new DeadLetterRecords("dead").serialize(letter, null, null);
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(one -> headers.put(one.key(), new String(one.value(), UTF_8)));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
