package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
    private static final String GOOD =
            "{'specversion':'1.0','id':'e1','source':'s','type':'call','subject':'acme',"
                    + "'time':'2026-03-10T11:00:00.1239+01:00','data':{'n':1}}";

    @Test
    void structuredEventIsReadToTheMillisecond() {
        ReadEvent event = read(GOOD).require();

        assertThat(event.identity()).isEqualTo(new Identity("default", "acme", "s", "e1"));
        assertThat(event.time()).isEqualTo("2026-03-10T10:00:00.123Z");
        assertThat(event.data()).hasToString("{\"n\":1}");
        assertThat(event.wish()).isNull();
    }

    @Test
    void binaryEventIsTheSameEvent() {
        Map<String, String> headers = binary();

        EventReader.Reading reading = read("{'n':1.0}", headers);

        assertThat(reading.require().identity()).isEqualTo(read(GOOD).require().identity());
        assertThat(reading.require().content()).isEqualTo(read(GOOD).require().content());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'id':'e1',      | ``                   | MISSING_ATTRIBUTE | default | acme",
                "'id':'e1'       | 'id':null            | MISSING_ATTRIBUTE | default | acme",
                "'id':'e1'       | 'id':7               | INVALID_ATTRIBUTE | default | acme",
                "'id':'e1'       | 'id':' '             | INVALID_ATTRIBUTE | default | acme",
                "'id':'e1'       | 'id':'\\u0000'       | INVALID_ATTRIBUTE | default | acme",
                "'id':'e1'       | 'id':'\\ud83d'       | INVALID_ATTRIBUTE | default | acme",
                "'1.0'           | '0.3'                | INVALID_ATTRIBUTE | default | acme",
                "'subject':'acme'| 'subject':['acme']   | INVALID_ATTRIBUTE | default | ``",
                "'id':'e1'       | 'namespace':'','id':'e1' | INVALID_ATTRIBUTE | `` | acme",
                "'id':'e1'       | 'id':'e1','id':'e1'  | UNPARSABLE        | ``      | ``",
                "{'n':1}         | 'text'               | UNPARSABLE        | default | acme",
                "{'n':1}         | {'n':1}}             | UNPARSABLE        | ``      | ``",
                "{'n':1}         | {},'data_base64':'A' | UNPARSABLE        | default | acme",
                "{'n':1}         | {'n':1e99999999999}  | UNPARSABLE        | ``      | ``",
                "{'n':1}         | {'n':'\\ud83d'}      | UNPARSABLE        | default | acme",
                "T11             | _11                  | BAD_TIME          | default | acme",
                "+01:00          | ``                   | BAD_TIME          | default | acme",
                "11:00:00.1239   | 11:00                | BAD_TIME          | default | acme",
                "2026-03         | 2026-13              | BAD_TIME          | default | acme",
                "2026-03         | 1969-03              | BAD_TIME          | default | acme",
            })
    void brokenEventHasAReason(
            String part, String instead, String reason, String namespace, String tenant) {
        EventReader.Reading reading = read(GOOD.replace(part, instead == null ? "" : instead));

        assertThat(reading.reason()).isEqualTo(reason);
        assertThat(reading.namespace()).isEqualTo(namespace);
        assertThat(reading.tenant()).isEqualTo(tenant);
    }

    @Test
    void whatIsNoJsonTextIsUnparsable() {
        assertThat(read(GOOD, Map.of("content-type", "text/plain")).reason())
                .isEqualTo("UNPARSABLE");
        assertThat(read("").reason()).isEqualTo("UNPARSABLE");
        assertThat(read(" ").reason()).isEqualTo("UNPARSABLE");
        assertThat(read("\uFEFF" + GOOD).reason()).isEqualTo("UNPARSABLE");
        assertThat(EventReader.read(record(new byte[] {'{', (byte) 0xFF, '}'}, Map.of())).reason())
                .isEqualTo("UNPARSABLE");
        assertThat(read("{'a':'" + "x".repeat(65_536) + "'}").reason()).isEqualTo("TOO_LARGE");
    }

    @Test
    void headerThatIsNoUtf8IsNoAttribute() {
        Map<String, String> headers = binary();
        headers.put("ce_id", "\uFFFD");

        assertThat(read("{}", headers).reason()).isEqualTo("INVALID_ATTRIBUTE");
    }

    @Test
    void binaryEventWithoutValueHasNoData() {
        Map<String, String> headers = binary();
        headers.put("content-type", "text/xml");

        assertThat(read("", headers).require().data()).isEmpty();
        assertThat(read("<n/>", headers).reason()).isEqualTo("UNPARSABLE");
    }

    @Test
    void voidNamesItsTarget() {
        ReadEvent event = read(voiding("'id':'e1'")).require();

        assertThat(event.wish())
                .isEqualTo(new ReadEvent.Wish(new Identity("default", "acme", "s", "e1"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'source':'s'                              | MISSING_ATTRIBUTE",
                "'id':7                                    | INVALID_ATTRIBUTE",
                "'id':'e1','event':7                       | UNPARSABLE",
                "'id':'e1','event':{}                      | MISSING_ATTRIBUTE",
                "'id':'e1','event':{'id':'e2'}             | INVALID_ATTRIBUTE",
                "'id':'e1','event':{'type':'t','time':'x'} | BAD_TIME",
            })
    void brokenCorrectionHasAReason(String data, String reason) {
        assertThat(read(voiding(data)).reason()).isEqualTo(reason);
    }

    private static String voiding(String data) {
        return GOOD.replace("'call'", "'flowmeter.void'").replace("'n':1", data);
    }

    private static Map<String, String> binary() {
        Map<String, String> headers = new TreeMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", "e1");
        headers.put("ce_source", "s");
        headers.put("ce_type", "call");
        headers.put("ce_subject", "acme");
        headers.put("ce_time", "2026-03-10T10:00:00.123Z");
        return headers;
    }

    private static EventReader.Reading read(String json) {
        return read(json, Map.of());
    }

    private static EventReader.Reading read(String json, Map<String, String> headers) {
        byte[] value = TestLog.quoted(json).getBytes(StandardCharsets.UTF_8);
        return EventReader.read(record(value, headers));
    }

    private static LogRecord record(byte[] value, Map<String, String> headers) {
        return new LogRecord("usage-events", 0, 0, 0, null, value, headers);
    }
}
