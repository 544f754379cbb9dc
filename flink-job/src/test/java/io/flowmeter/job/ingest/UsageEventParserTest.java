package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.RawEventFixture.accepted;
import static io.flowmeter.job.ingest.RawEventFixture.refusal;
import static io.flowmeter.job.ingest.RawEventFixture.rejected;
import static io.flowmeter.job.ingest.RawEventFixture.structured;
import static io.flowmeter.job.ingest.RawEventFixture.withData;
import static io.flowmeter.job.ingest.RawEventFixture.withHeaders;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.PropertyPath;
import io.flowmeter.core.meter.PropertyValue;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageEventParserTest {
    private static final String EVENT =
            """
            {"specversion":"1.0","id":"evt_1","source":"gateway-1","type":"llm.request",
             "subject":"acme","time":"2026-03-01T01:00:00.123456+01:00","namespace":"shop",
             "data":{"tokens":374,"model":"m-3"}}""";

    @Test
    void structuredEventIsRead() {
        ParseResult.Accepted accepted = accepted(structured(EVENT));

        assertThat(accepted.event())
                .isEqualTo(
                        new UsageEvent(
                                "shop",
                                "acme",
                                "gateway-1",
                                "evt_1",
                                "llm.request",
                                Instant.parse("2026-03-01T00:00:00.123Z")));
        assertThat(accepted.data().read(PropertyPath.parse("$.tokens")))
                .isEqualTo(new PropertyValue(PropertyValue.Kind.NUMBER, "374"));
        assertThat(accepted.correction()).isNull();
    }

    @Test
    void reservationIsRead() {
        String id = "0b0e5d4e-7a51-4f43-9f65-2a2f3c1f7a10";

        assertThat(accepted(structured(withReservation('"' + id + '"'))).reservation())
                .isEqualTo(id);
        assertThat(accepted(structured(EVENT)).reservation()).isNull();
    }

    /** Others may have used the name for something of their own. */
    @ParameterizedTest
    @CsvSource({"7", "true", "\"table 4\"", "\"0B0E5D4E-7A51-4F43-9F65-2A2F3C1F7A10\"", "null"})
    void whatIsNoReservationOfOursIsNone(String attribute) {
        assertThat(accepted(structured(withReservation(attribute))).reservation()).isNull();
    }

    private static String withReservation(String attribute) {
        return EVENT.replaceFirst("\\{", "{\"reservation\":" + attribute + ",");
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents+json",
        "application/cloudevents+json; charset=UTF-8",
        "Application/CloudEvents+JSON",
        "application/json"
    })
    void structuredEventIsReadWithAJsonContentType(String contentType) {
        RawEvent raw = withHeaders(EVENT, "content-type", contentType);

        assertThat(accepted(raw).event().id()).isEqualTo("evt_1");
    }

    @ParameterizedTest
    @CsvSource({"application/cloudevents+avro", "application/octet-stream"})
    void otherContentTypeIsRefused(String contentType) {
        RawEvent raw = withHeaders(EVENT, "content-type", contentType);

        assertThat(refusal(raw))
                .isEqualTo(
                        "UNPARSABLE content-type must be application/cloudevents+json or"
                                + " application/json, was \""
                                + contentType
                                + "\"");
    }

    @Test
    void eventWithoutNamespaceOrDataBelongsToTheDefaultNamespaceAndSaysNothing() {
        ParseResult.Accepted accepted = accepted(withData("null"));

        assertThat(accepted.event().namespace()).isEqualTo("default");
        assertThat(accepted.data().read(PropertyPath.parse("$.tokens")).isMissing()).isTrue();
    }

    @Test
    void unicodeIsKept() {
        String text = "Zoë 🚀 \uFFFD";
        RawEvent raw = structured(EVENT.replace("acme", text));

        assertThat(accepted(raw).event().tenant()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "id":"evt_1"    | "id":7          | INVALID_ATTRIBUTE attribute id must be a string, was a number
            "id":"evt_1"    | "id":""         | INVALID_ATTRIBUTE attribute id must not be empty
            "id":"evt_1"    | "id":null       | MISSING_ATTRIBUTE attribute id is missing
            "id":"evt_1"    | "no":0          | MISSING_ATTRIBUTE attribute id is missing
            "id":"evt_1"    | "id":"\\ud83d"  | INVALID_ATTRIBUTE attribute id must be Unicode text, has half of a surrogate pair in "\\uD83D"
            "subject":"acme"| "subject":{}    | INVALID_ATTRIBUTE attribute subject must be a string, was an object
            "subject":"acme"| "subject":"a\\u0000" | INVALID_ATTRIBUTE attribute subject must not contain the character U+0000
            "namespace":"shop"| "namespace":[]| INVALID_ATTRIBUTE attribute namespace must be a string, was an array
            "1.0"           | "0.3"           | INVALID_ATTRIBUTE specversion must be "1.0", was "0.3"
            "1.0"           | true            | INVALID_ATTRIBUTE attribute specversion must be a string, was a boolean
            "source":"gateway-1"| "Source":"gateway-1" | MISSING_ATTRIBUTE attribute source is missing
            "type":"llm.request"| "type":null | MISSING_ATTRIBUTE attribute type is missing
            {"tokens":374,"model":"m-3"} | "x"| UNPARSABLE data must be a JSON object, was a string
            {"tokens":374,"model":"m-3"} | [1]| UNPARSABLE data must be a JSON object, was an array
            "data":         | "data_base64":  | UNPARSABLE data must be a JSON object, was bytes in data_base64, which no meter can read
            """)
    void wrongAttributeIsNamed(String part, String replacement, String refusal) {
        assertThat(refusal(structured(EVENT.replace(part, replacement)))).isEqualTo(refusal);
    }

    @Test
    void wrongTimeIsShown() {
        String wrong = EVENT.replace("2026-03-01T01:00:00.123456+01:00", "yesterday");

        assertThat(refusal(structured(wrong)))
                .startsWith("BAD_TIME time must be an RFC 3339 date-time")
                .contains("\"yesterday\"");
    }

    @Test
    void refusalNamesNamespaceAndTenantIfTheyAreValid() {
        String broken = EVENT.replace("evt_1", "");

        assertThat(rejected(structured(broken)))
                .extracting(ParseResult.Rejected::namespace, ParseResult.Rejected::tenant)
                .containsExactly("shop", "acme");
        assertThat(rejected(structured(broken.replace("shop", "a\\u0000"))).namespace()).isEmpty();
        assertThat(rejected(structured(broken.replace("acme", "a".repeat(257)))).tenant())
                .isEmpty();
        assertThat(rejected(structured("{")))
                .extracting(ParseResult.Rejected::namespace, ParseResult.Rejected::tenant)
                .containsExactly("", "");
    }

    @Test
    void refusalIsOneShortPrintableLine() {
        String wrong = EVENT.replace("\"1.0\"", "\"\\n\\u0007" + "x".repeat(200) + "\"");

        assertThat(rejected(structured(wrong)).detail())
                .startsWith("specversion must be \"1.0\", was \"\\u000A\\u0007xxx")
                .hasSizeLessThan(300);
    }

    @Test
    void eventOf64KibibytesIsReadAndOneByteMoreIsTooLarge() {
        String padding = " ".repeat(UsageEvent.MAX_BYTES - EVENT.length());

        assertThat(accepted(structured(EVENT + padding)).event().id()).isEqualTo("evt_1");
        assertThat(refusal(structured(EVENT + padding + " ")))
                .isEqualTo("TOO_LARGE event must have at most 65536 bytes, had 65537");
    }

    @Test
    void tombstoneIsUnparsable() {
        byte[] tombstone = null;

        assertThat(refusal(structured(tombstone)))
                .isEqualTo("UNPARSABLE event must be a JSON object, was empty");
        assertThat(rejected(structured("")).reason()).isEqualTo(RejectionReason.UNPARSABLE);
    }
}
