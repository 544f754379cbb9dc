package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.RawEventFixture.accepted;
import static io.flowmeter.job.ingest.RawEventFixture.refusal;
import static io.flowmeter.job.ingest.RawEventFixture.structured;
import static io.flowmeter.job.ingest.RawEventFixture.withData;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventContentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {"a":1,"b":2}       | { "b" : 2, "a" : 1 }
            {"a":1}             | {"a":1.0}
            {"a":1000}          | {"a":1e3}
            {"a":0.01}          | {"a":1E-2}
            {"a":0}             | {"a":-0.00}
            {"a":0}             | {"a":0e999999999}
            {"a":100e2147483647}| {"a":1000e2147483646}
            {"a":"é"}           | {"a":"\\u00e9"}
            {"a":{"b":[1,{}]}}  | {"a":{"b":[1.0,{ }]}}
            """)
    void formattingMakesNoDifference(String one, String other) {
        assertThat(content(one)).isEqualTo(content(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {"a":1}         | {"a":2}
            {"a":1}         | {"a":"1"}
            {"a":1}         | {"a":1.000000000000000000001}
            {"a":1}         | {"a":10}
            {"a":1}         | {"a":-1}
            {"a":1}         | {"b":1}
            {"a":1}         | {"a":1,"b":null}
            {"a":null}      | {"a":"null"}
            {"a":null}      | {"a":false}
            {"a":true}      | {"a":false}
            {"a":[1,2]}     | {"a":[2,1]}
            {"a":[1,2]}     | {"a":[12]}
            {"a":[[1],2]}   | {"a":[1,[2]]}
            {"a":{"b":1}}   | {"a":{},"b":1}
            {"a":"b","c":1} | {"a":"b1\\"c","d":1}
            """)
    void valuesMakeADifference(String one, String other) {
        assertThat(content(one)).isNotEqualTo(content(other));
    }

    @Test
    void typeAndTimeMakeADifferenceAndIdentityDoesNot() {
        Fingerprint content = content("{}", "llm.request", "2026-03-01T00:00:00.123Z", "evt_1");

        assertThat(content("{}", "llm.request", "2026-03-01T01:00:00.123999+01:00", "evt_2"))
                .isEqualTo(content);
        assertThat(content("{}", "llm.response", "2026-03-01T00:00:00.123Z", "evt_1"))
                .isNotEqualTo(content);
        assertThat(content("{}", "llm.request", "2026-03-01T00:00:00.124Z", "evt_1"))
                .isNotEqualTo(content);
    }

    @Test
    void textThatIsNotUnicodeIsRefused() {
        assertThat(refusal(withData("{\"a\":[\"x\\udc00\"]}")))
                .isEqualTo(
                        "UNPARSABLE data must hold Unicode text, holds half of a surrogate pair in"
                                + " \"x\\uDC00\"");
        assertThat(refusal(withData("{\"\\ud800\":1}"))).startsWith("UNPARSABLE");
        assertThat(content("{\"a\":\"\\ud83d\\ude80\"}")).isEqualTo(content("{\"a\":\"🚀\"}"));
    }

    private static Fingerprint content(String data) {
        return accepted(withData(data)).content();
    }

    private static Fingerprint content(String data, String type, String time, String id) {
        return accepted(
                        structured(
                                """
                                {"specversion":"1.0","id":"%s","source":"s","type":"%s",\
                                "subject":"acme","time":"%s","data":%s}"""
                                        .formatted(id, type, time, data)))
                .content();
    }
}
