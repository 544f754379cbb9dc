package io.flowmeter.job.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.crossing.ThresholdCrossing;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrossingRecordsTest {

    @Test
    void crossingOfAPeriodIsWritten() {
        ProducerRecord<byte[], byte[]> record =
                record(
                        new LimitedWindow(
                                "api_calls",
                                "PERIOD",
                                millis("2026-03-01T00:00:00Z"),
                                "{\"model\":\"m-3\"}"),
                        millis("2026-04-01T00:00:00Z"));

        assertThat(record.topic()).isEqualTo("crossings");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("shop/acme");
        assertThat(new String(record.value(), UTF_8))
                .isEqualTo(
                        "{\"namespace\":\"shop\",\"tenant\":\"acme\",\"limitKey\":\"api_calls\","
                                + "\"meter\":\"calls\",\"window\":\"PERIOD\","
                                + "\"windowStart\":\"2026-03-01T00:00:00Z\","
                                + "\"windowEnd\":\"2026-04-01T00:00:00Z\","
                                + "\"dimensions\":{\"model\":\"m-3\"},\"threshold\":\"80%\","
                                + "\"direction\":\"CROSSED\",\"ordinal\":1,"
                                + "\"limitQuantity\":\"1000\",\"thresholdQuantity\":\"800\","
                                + "\"quantity\":\"800.5\","
                                + "\"occurredAt\":\"2026-03-10T10:00:00Z\"}");
    }

    @Test
    void crossingOfARollingTotalHasNoWindowBoundsAndNoDimensions() {
        ProducerRecord<byte[], byte[]> record =
                record(new LimitedWindow("hourly", "PT60M", 0, ""), null);

        assertThat(new String(record.value(), UTF_8))
                .contains(
                        "\"windowStart\":null,\"windowEnd\":null,\"dimensions\":null,"
                                + "\"threshold\":\"80%\"");
    }

    private static ProducerRecord<byte[], byte[]> record(
            LimitedWindow window, @Nullable Long windowEndMillis) {
        ThresholdCrossing crossing =
                new ThresholdCrossing(
                        "shop",
                        "acme",
                        "calls",
                        window,
                        windowEndMillis,
                        "80%",
                        "CROSSED",
                        1,
                        new BigDecimal("1000"),
                        new BigDecimal("8E+2"),
                        new BigDecimal("800.5"),
                        millis("2026-03-10T10:00:00Z"));
        return new CrossingRecords("crossings").serialize(crossing, null, null);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
