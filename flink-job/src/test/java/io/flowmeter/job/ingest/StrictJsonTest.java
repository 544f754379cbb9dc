package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.RawEventFixture.refusal;
import static io.flowmeter.job.ingest.RawEventFixture.structured;
import static io.flowmeter.job.ingest.RawEventFixture.withData;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {                 | line 1, column 2: unexpected end-of-input: expected close marker for Object (start marker at line 1, column 1)
            {"a":1,}          | line 1, column 8: unexpected character ('}' (code 125)): was expecting double-quote to start field name
            {"a":1,"a":2}     | line 1, column 11: duplicate name "a"
            {"d":{"a":1,"a":1}}| line 1, column 16: duplicate name "a"
            {"a":NaN}         | line 1, column 9: non-standard token 'NaN'
            {"a":-Infinity}   | line 1, column 15: non-standard token '-Infinity'
            {"a":01}          | line 1, column 7: invalid numeric value: Leading zeroes not allowed
            {"a":+1}          | line 1, column 7: unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs
            {"a":1.}          | line 1, column 7: unexpected character ('}' (code 125)) in numeric value: Decimal point not followed by a digit
            {"a":1e99999999999}| line 1, column 6: the number's exponent is too large
            {"a":"b           | line 1, column 8: unexpected end-of-input: was expecting closing quote for a string value
            {"a":"\\q"}       | line 1, column 8: unrecognized character escape 'q' (code 113)
            /* c */{}         | line 1, column 1: unexpected character ('/' (code 47)): maybe a (non-standard) comment?
            {} {}             | line 1, column 4: text after the object
            {} ,              | line 1, column 4: unexpected character (',' (code 44)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {"a":[1}          | line 1, column 8: unexpected close marker '}': expected ']' (for Array starting at line 1, column 6)
            """)
    void syntaxErrorIsPlacedAndExplained(String json, String problem) {
        assertThat(refusal(structured(json)))
                .isEqualTo("UNPARSABLE event is not valid JSON at " + problem);
    }

    @ParameterizedTest
    @CsvSource({"[1],an array", "\"a\",a string", "7,a number", "true,a boolean", "null,null"})
    void valueThatIsNoObjectIsNamed(String json, String kind) {
        assertThat(refusal(structured(json)))
                .isEqualTo("UNPARSABLE event must be a JSON object, was " + kind);
    }

    @Test
    void blankValueIsNamed() {
        assertThat(refusal(structured(" \n")))
                .isEqualTo("UNPARSABLE event must be a JSON object, was blank");
    }

    @Test
    void recordSeparatorIsIllegal() {
        assertThat(refusal(structured("{\u001E}")))
                .endsWith("only regular white space (\\r, \\n, \\t) is allowed between tokens");
    }

    @Test
    void lineIsCounted() {
        assertThat(refusal(structured("{\n  \"a\": 1,\n  b: 2\n}"))).contains("line 3, column 3");
    }

    @Test
    void payloadIsQuotedNotDumped() {
        String name = "n".repeat(60_000);

        assertThat(refusal(structured("{\"%s\":1,\"%s\":2}".formatted("n".repeat(900), "m"))))
                .hasSizeLessThan(200);
        assertThat(refusal(structured("{\"%s\":1".formatted(name)))).hasSizeLessThan(200);
        assertThat(refusal(structured("{\"%1$s\":1,\"%1$s\":2}".formatted("n".repeat(900)))))
                .endsWith("duplicate name \"" + "n".repeat(64) + "…\"");
        assertThat(refusal(structured(name))).contains("'" + "n".repeat(64) + "…'");
    }

    @Test
    void nestingIsBounded() {
        assertThat(refusal(withData("[".repeat(1500))))
                .contains("document nesting depth (1001) exceeds the maximum allowed (1000)")
                .contains("line 1, column");
    }

    @Test
    void lengthOfANumberIsBounded() {
        assertThat(refusal(withData("{\"a\":" + "1".repeat(1001) + "}")))
                .contains("number value length (1001) exceeds the maximum allowed (1000)")
                .contains("line 1, column");
    }

    @Test
    void byteThatIsNotUtf8IsPlaced() {
        byte[] latin1 = "{\n\"é\": 1}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refusal(structured(latin1)))
                .isEqualTo(
                        "UNPARSABLE event must be UTF-8, has byte 0xE9 at line 2, column 2 (byte 4)");
    }

    @Test
    void overlongFormsSurrogatesAndOtherEncodingsAreNotUtf8() {
        byte[] overlongSlash = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};
        byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        byte[] truncated = {'"', (byte) 0xE2, (byte) 0x82};
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);

        assertThat(refusal(structured(overlongSlash))).contains("0xC0 at line 1, column 3");
        assertThat(refusal(structured(surrogate))).contains("0xED at line 1, column 2");
        assertThat(refusal(structured(truncated))).contains("0xE2 at line 1, column 2");
        assertThat(refusal(structured(utf16))).contains("line 1, column 3: illegal character");
    }
}
