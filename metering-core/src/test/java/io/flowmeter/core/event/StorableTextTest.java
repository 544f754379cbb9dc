package io.flowmeter.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "evt_1", "größe", "\t\u0001\u007f", "😀", "\uffff", "a😀b"})
    void textOfUnicodeCharactersHasNoFlaw(String text) {
        assertThat(StorableText.flawOf(text)).isEmpty();
    }

    @Test
    void nulCharacterIsAFlaw() {
        assertThat(StorableText.flawOf("a\0b")).hasValue("must not contain the character U+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab\ud83d", "ab\ude00c", "ab\ud83d\ud83d\ude00", "ab\ude00\ud83d"})
    void halfASurrogatePairIsAFlaw(String text) {
        assertThat(StorableText.flawOf(text))
                .hasValueSatisfying(
                        flaw ->
                                assertThat(flaw)
                                        .contains("half a surrogate pair")
                                        .endsWith("at character 3"));
    }

    @Property(seed = "1")
    void textWithoutAFlawSurvivesUtf8(@ForAll("texts") String text) {
        boolean survives =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .equals(text);

        assertThat(StorableText.flawOf(text).isEmpty()).isEqualTo(survives);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'é', '\ud83d', '\ude00').ofMaxLength(6);
    }
}
