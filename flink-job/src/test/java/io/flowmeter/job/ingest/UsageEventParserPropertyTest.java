package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UsageEventParserPropertyTest {
    private static final Pattern UNFIT =
            Pattern.compile("jackson|java\\.|Source|Feature|\\p{Cntrl}");
    private static final String EVENT =
            """
            {"specversion":"1.0","id":"evt_1","source":"gateway-1","type":"flowmeter.void",
             "subject":"acme","time":"2026-03-01T00:00:00Z",
             "data":{"id":"é🚀\\u00e9","n":[-12.5e+7,0,true,null],"event":{"type":"t","time":"t"}}}""";

    @Property(tries = 500)
    void bytesNeverMakeTheParserThrow(@ForAll byte[] value) {
        assertJudged(value);
    }

    @Property(tries = 2000)
    void fragmentsOfJsonNeverMakeTheParserThrow(@ForAll("fragments") String json) {
        assertJudged(json.getBytes(StandardCharsets.UTF_8));
        assertJudged(EVENT.replace("null", json).getBytes(StandardCharsets.UTF_8));
    }

    @Example
    void noDamagedByteMakesTheParserThrow() {
        byte[] event = EVENT.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < event.length; at++) {
            byte[] damaged = event.clone();
            for (int value = -1; value < 128; value++) { // ASCII, and 0xFF
                damaged[at] = (byte) value;
                assertJudged(damaged);
            }
            assertJudged(Arrays.copyOf(event, at));
        }
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"a\"",
                        "\"",
                        "\\",
                        "\\u",
                        "d8",
                        "1",
                        "-",
                        ".",
                        "e",
                        "E+",
                        "99999999999",
                        "0",
                        "NaN",
                        "tru",
                        "null",
                        "/*",
                        "\n",
                        "\0",
                        "'",
                        "`",
                        "\uFEFF",
                        "é",
                        "\"id\":",
                        "\"data\":")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static void assertJudged(byte[] value) {
        String detail =
                new UsageEventParser()
                        .parse(RawEventFixture.structured(value))
                        .fold(accepted -> "", ParseResult.Rejected::detail);

        assertThat(UNFIT.matcher(detail).find()).withFailMessage(detail).isFalse();
        assertThat(detail.length()).isLessThan(520);
    }
}
