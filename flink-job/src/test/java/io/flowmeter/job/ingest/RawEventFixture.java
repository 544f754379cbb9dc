package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.LogPosition;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records of the event log, and what the parser says about them. */
final class RawEventFixture {
    private static final LogPosition POSITION = new LogPosition("usage-events", 4, 88123);

    private RawEventFixture() {}

    static RawEvent structured(String json) {
        return structured(json.getBytes(StandardCharsets.UTF_8));
    }

    static RawEvent structured(byte @Nullable [] value) {
        return new RawEvent(POSITION, 0, null, value, "{}");
    }

    /** A valid event with these data. */
    static RawEvent withData(String data) {
        return structured(
                """
                {"specversion":"1.0","id":"evt_1","source":"gateway-1","type":"llm.request",\
                "subject":"acme","time":"2026-03-01T00:00:00.123Z","data":%s}"""
                        .formatted(data));
    }

    /** Headers as name, value, name, value, … */
    static RawEvent withHeaders(@Nullable String value, String... headers) {
        RecordHeaders recordHeaders = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            recordHeaders.add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return new RawEvent(
                POSITION,
                0,
                null,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                io.flowmeter.job.ingest.RecordHeaders.toJson(recordHeaders));
    }

    static ParseResult.Accepted accepted(RawEvent raw) {
        return new UsageEventParser()
                .parse(raw)
                .fold(
                        accepted -> accepted,
                        rejected -> {
                            throw new AssertionError(rejected.toString());
                        });
    }

    static ParseResult.Rejected rejected(RawEvent raw) {
        return new UsageEventParser()
                .parse(raw)
                .fold(
                        accepted -> {
                            throw new AssertionError(accepted.toString());
                        },
                        rejected -> rejected);
    }

    /** The refusal as {@code REASON detail}. */
    static String refusal(RawEvent raw) {
        ParseResult.Rejected rejected = rejected(raw);
        assertThat(rejected.detail()).doesNotContain("jackson", "java.", "Source", "Feature", "`");
        return rejected.reason() + " " + rejected.detail();
    }
}
