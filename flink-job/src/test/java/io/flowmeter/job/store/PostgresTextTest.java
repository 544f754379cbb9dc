package io.flowmeter.job.store;

import static io.flowmeter.job.store.PostgresText.storable;
import static io.flowmeter.job.store.PostgresText.storableJson;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresTextTest {

    @Test
    void ordinaryTextStaysTheSameInstance() {
        var text = new String("zażółć \u0001 \t");

        assertThat(storable(text)).isSameAs(text);
    }

    @Test
    void nulCharacterIsReplaced() {
        assertThat(storable("\0a\0b")).isEqualTo("\uFFFDa\uFFFDb");
    }

    @Test
    void halfASurrogatePairIsReplacedAndAWholeOneKept() {
        assertThat(storable("\uD83D\uDE00 \uD83D \uDE00")).isEqualTo("\uD83D\uDE00 \uFFFD \uFFFD");
    }

    @Test
    void escapesInJsonAreReplacedToo() {
        assertThat(storableJson("{\"a\":\"\\u0000\\u0041\\ud83d\\ude00\\ud83d\"}"))
                .isEqualTo("{\"a\":\"\\ufffd\\u0041\\ud83d\\ude00\\ufffd\"}");
    }

    @Test
    void escapedBackslashBeforeALetterUIsNoEscape() {
        var json = "{\"path\":\"C:\\\\u0000\"}";

        assertThat(storableJson(json)).isEqualTo(json);
    }
}
