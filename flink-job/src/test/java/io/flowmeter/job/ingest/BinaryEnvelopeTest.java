package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.RawEventFixture.accepted;
import static io.flowmeter.job.ingest.RawEventFixture.refusal;
import static io.flowmeter.job.ingest.RawEventFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.PropertyPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinaryEnvelopeTest {

    @Test
    void attributesAreHeadersAndTheValueIsTheData() {
        RawEvent raw = binary("{\"tokens\":374}", "content-type", "application/json", "ce_id", "é");

        ParseResult.Accepted accepted = accepted(raw);

        assertThat(accepted.event())
                .isEqualTo(
                        new UsageEvent(
                                "shop",
                                "acme",
                                "gateway-1",
                                "é",
                                "llm.request",
                                Instant.parse("2026-03-01T00:00:00Z")));
        assertThat(accepted.data().read(PropertyPath.parse("$.tokens")).text()).isEqualTo("374");
    }

    @Test
    void contentIsThatOfTheSameEventInStructuredMode() {
        RawEvent structured =
                RawEventFixture.structured(
                        """
                        {"specversion":"1.0","id":"evt_1","source":"gateway-1",\
                        "type":"llm.request","subject":"acme","namespace":"shop",\
                        "time":"2026-03-01T00:00:00Z","data":{"tokens":374}}""");
        RawEvent binary = binary("{\"tokens\":374}");

        assertThat(accepted(binary).event()).isEqualTo(accepted(structured).event());
        assertThat(accepted(binary).content()).isEqualTo(accepted(structured).content());
    }

    @Test
    void noValueMeansNoData() {
        assertThat(accepted(binary(null)).data().read(PropertyPath.parse("$.a")).isMissing())
                .isTrue();
        assertThat(accepted(binary("")).event().id()).isEqualTo("evt_1");
    }

    @Test
    void contentTypeOfStructuredModeWins() {
        RawEvent raw = binary("{}", "content-type", "application/cloudevents+json");

        assertThat(refusal(raw)).isEqualTo("MISSING_ATTRIBUTE attribute specversion is missing");
    }

    @Test
    void dataInAnotherFormatIsRefused() {
        RawEvent raw = binary("tokens=1", "content-type", "text/plain");

        assertThat(refusal(raw)).startsWith("UNPARSABLE content-type must be");
        assertThat(rejected(raw).namespace()).isEqualTo("shop");
    }

    @Test
    void brokenAndLargeDataAreRefusedUnderTheirTenant() {
        assertThat(refusal(binary("{"))).startsWith("UNPARSABLE data is not valid JSON at line 1");
        assertThat(refusal(binary("[1]")))
                .isEqualTo("UNPARSABLE data must be a JSON object, was an array");
        assertThat(rejected(binary(" ".repeat(65537))))
                .isEqualTo(
                        new ParseResult.Rejected(
                                RejectionReason.TOO_LARGE,
                                "data must have at most 65536 bytes, had 65537",
                                "shop",
                                "acme"));
    }

    @Test
    void headerThatIsNotTextIsNoAttribute() {
        assertThat(refusal(binary("{}", "ce_id", "a\0b")))
                .isEqualTo(
                        "INVALID_ATTRIBUTE attribute id must be UTF-8 without U+0000 and U+FFFD,"
                                + " was \"a\uFFFDb\"");
    }

    private static RawEvent binary(@Nullable String value, String... furtherHeaders) {
        List<String> headers =
                new ArrayList<>(
                        List.of(
                                "ce_specversion", "1.0",
                                "ce_id", "evt_1",
                                "ce_source", "gateway-1",
                                "ce_type", "llm.request",
                                "ce_subject", "acme",
                                "ce_namespace", "shop",
                                "ce_time", "2026-03-01T00:00:00Z"));
        headers.addAll(List.of(furtherHeaders));
        return RawEventFixture.withHeaders(value, headers.toArray(new String[0]));
    }
}
