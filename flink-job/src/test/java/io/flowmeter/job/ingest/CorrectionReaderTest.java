package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.RawEventFixture.accepted;
import static io.flowmeter.job.ingest.RawEventFixture.refusal;
import static io.flowmeter.job.ingest.RawEventFixture.rejected;
import static io.flowmeter.job.ingest.RawEventFixture.structured;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.PropertyPath;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectionReaderTest {
    private static final EventIdentity TARGET =
            new EventIdentity("shop", "acme", "gateway-1", "evt_1");

    @Test
    void voidNamesItsTargetById() {
        CorrectionRequest correction = correction("{\"id\":\"evt_1\"}");

        assertThat(correction.target())
                .isEqualTo(new EventIdentity("shop", "acme", "back-office", "evt_1"));
        assertThat(correction.replacement()).isNull();
    }

    @Test
    void voidNamesItsTargetByIdAndSource() {
        CorrectionRequest correction =
                correction("{\"id\":\"evt_1\",\"source\":\"gateway-1\",\"event\":null}");

        assertThat(correction).isEqualTo(new CorrectionRequest(TARGET, null));
    }

    @Test
    void replacementKeepsTheIdentityOfItsTarget() {
        CorrectionRequest correction =
                correction(
                        """
                        {"id":"evt_1","source":"gateway-1","event":{"id":"evt_1","type":"llm.request",
                         "time":"2026-03-01T00:00:00Z","data":{"tokens":5.0}}}""");

        CorrectionRequest.Replacement replacement =
                Objects.requireNonNull(correction.replacement());
        assertThat(replacement.event())
                .isEqualTo(
                        new UsageEvent(
                                "shop",
                                "acme",
                                "gateway-1",
                                "evt_1",
                                "llm.request",
                                Instant.parse("2026-03-01T00:00:00Z")));
        assertThat(replacement.data().read(PropertyPath.parse("$.tokens")).text()).isEqualTo("5.0");
    }

    @Test
    void contentOfAReplacementIsThatOfTheSameEventSentPlainly() {
        CorrectionRequest correction =
                correction(
                        """
                        {"id":"evt_1","event":{"type":"llm.request",
                         "time":"2026-03-01T00:00:00.123Z","data":{"tokens":5.0}}}""");

        assertThat(Objects.requireNonNull(correction.replacement()).content())
                .isEqualTo(accepted(RawEventFixture.withData("{\"tokens\":5}")).content());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {}                | MISSING_ATTRIBUTE attribute data.id is missing
            {"id":null}       | MISSING_ATTRIBUTE attribute data.id is missing
            {"id":1}          | INVALID_ATTRIBUTE attribute data.id must be a string, was a number
            {"id":" "}        | INVALID_ATTRIBUTE in data: attribute id must not be empty
            {"id":"a","source":2}         | INVALID_ATTRIBUTE attribute data.source must be a string, was a number
            {"id":"a","event":"b"}        | UNPARSABLE data.event must be a JSON object, was a string
            {"id":"a","event":{}}         | MISSING_ATTRIBUTE attribute data.event.type is missing
            {"id":"a","event":{"type":"t"}} | MISSING_ATTRIBUTE attribute data.event.time is missing
            {"id":"a","event":{"type":"","time":"2026-03-01T00:00:00Z"}} | INVALID_ATTRIBUTE in data.event: attribute type must not be empty
            {"id":"a","event":{"type":"flowmeter.void","time":"2026-03-01T00:00:00Z"}} | INVALID_ATTRIBUTE attribute data.event.type must be a type that is metered, was "flowmeter.void"
            {"id":"a","event":{"type":"t","time":"2026-03-01T00:00:00Z","data":[]}} | UNPARSABLE data.event.data must be a JSON object, was an array
            {"id":"a","event":{"id":"b","type":"t","time":"2026-03-01T00:00:00Z"}} | INVALID_ATTRIBUTE attribute data.event.id must be absent or that of the target, "a", was "b"
            {"id":"a","event":{"subject":"zeta","type":"t","time":"2026-03-01T00:00:00Z"}} | INVALID_ATTRIBUTE attribute data.event.subject must be absent or that of the target, "acme", was "zeta"
            """)
    void wrongVoidIsRefused(String data, String refusal) {
        assertThat(refusal(structured(event(data)))).isEqualTo(refusal);
    }

    @Test
    void wrongTimeOfAReplacementIsRefusedUnderItsTenant() {
        String data = "{\"id\":\"a\",\"event\":{\"type\":\"t\",\"time\":\"noon\"}}";

        assertThat(refusal(structured(event(data))))
                .startsWith("BAD_TIME in data.event: time must");
        assertThat(rejected(structured(event(data))).tenant()).isEqualTo("acme");
    }

    private static CorrectionRequest correction(String data) {
        return Objects.requireNonNull(accepted(structured(event(data))).correction());
    }

    private static String event(String data) {
        return """
               {"specversion":"1.0","id":"void_1","source":"back-office","type":"flowmeter.void",
                "subject":"acme","time":"2026-03-02T00:00:00Z","namespace":"shop","data":%s}"""
                .formatted(data);
    }
}
