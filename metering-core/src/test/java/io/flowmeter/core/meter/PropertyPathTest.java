package io.flowmeter.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyPathTest {

    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "$.tokens, tokens",
                "$.usage.prompt_tokens, usage|prompt_tokens",
                "$['tokens'], tokens",
                "$['name with.dots'], name with.dots",
                "$.a['b'].c, a|b|c",
                "$['a']['b'], a|b",
                "$.user-id, user-id",
                "$.größe, größe",
                "$.it's, it's",
                "$['x]y'], x]y",
                "$['*'], *",
            })
    void pathIsReadFromTheOutsideIn(String path, String names) {
        assertThat(PropertyPath.parse(path).names()).containsExactly(names.split("\\|"));
    }

    @ParameterizedTest(name = "{0}: {2} at character {1}")
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "~~, 1, it must start with $",
                "tokens, 1, it must start with $",
                "$, 2, it must name a property",
                "$., 2, a name is empty",
                "$.a., 4, a name is empty",
                "$.a..b, 4, a name is empty",
                "$[''], 2, a name is empty",
                "$tokens, 2, only .name and ['name'] are supported",
                "$[0], 2, only .name and ['name'] are supported",
                "$[*], 2, only .name and ['name'] are supported",
                "$[\"a\"], 2, only .name and ['name'] are supported",
                "$['a, 2, is not closed",
                "$['a'b'], 5, a quoted name cannot contain '''",
                "~$['a','b']~, 5, a quoted name cannot contain '''",
                "$['it\\'s'], 6, a quoted name cannot contain '\\'",
                "$['a']b, 7, only .name and ['name'] are supported",
                "$.*, 3, '*' is not supported",
                "$.a?b, 4, '?' is not supported",
                "$.a(b), 4, '(' is not supported",
                "$.a b, 4, ' ' is not supported",
                "$.a]b, 4, ']' is not supported",
            })
    void pathBeyondTheSubsetIsRefusedWithThePlace(String path, int character, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PropertyPath.parse(path))
                .withMessageContaining("\"" + path + "\" at character " + character + ": ")
                .withMessageContaining(why);
    }

    @Test
    void pathWithoutANameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PropertyPath(List.of()));
    }

    @Test
    void pathIsPrintedInDotsWhereItsNamesAllowIt() {
        assertThat(PropertyPath.parse("$['usage']['total tokens']"))
                .hasToString("$.usage['total tokens']");
    }

    @Property(seed = "1")
    void printedPathIsReadAsTheSamePath(@ForAll("names") List<String> names) {
        PropertyPath path = new PropertyPath(names);

        assertThat(PropertyPath.parse(path.toString())).isEqualTo(path);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .withChars("ab_-é .[]*?()\t\"$@,")
                .ofMinLength(1)
                .ofMaxLength(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
