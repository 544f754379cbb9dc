package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class UsageEventParserPropertyTest {
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

    @Property(tries = 1000)
    void damagedEventNeverMakesTheParserThrow(
            @ForAll @IntRange(max = 250) int at, @ForAll byte damage, @ForAll boolean isCut) {
        byte[] value = EVENT.getBytes(StandardCharsets.UTF_8);
        value[at % value.length] = damage;

        assertJudged(isCut ? Arrays.copyOf(value, at % value.length) : value);
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

        assertThat(detail)
                .doesNotContain("jackson", "java.", "Source", "Feature", "\n", "\0")
                .hasSizeLessThan(520);
    }
}
