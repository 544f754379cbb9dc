package io.flowmeter.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DimensionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void noDimensionsAreTheTotal() {
        assertThat(Dimensions.canonical(Map.of())).isEqualTo(Dimensions.TOTAL).isEmpty();
    }

    @Test
    void canonicalTextHasNamesInOrderAndNoSpaces() {
        assertThat(Dimensions.canonical(Map.of("model", "m-3", "Zone", "eu", "empty", "")))
                .isEqualTo("{\"Zone\":\"eu\",\"empty\":\"\",\"model\":\"m-3\"}");
    }

    @Test
    void onlyQuotesBackslashesAndControlCharactersAreEscaped() {
        assertThat(Dimensions.canonical(Map.of("d", "a\"b\\c/d\ne\u001f\u007fé\u2028😀")))
                .isEqualTo("{\"d\":\"a\\\"b\\\\c/d\\u000ae\\u001f\u007fé\u2028😀\"}");
    }

    @Test
    void setBeyondTheCapIsItselfACanonicalText() {
        assertThat(Dimensions.canonical(Map.of(Dimensions.OTHER, Dimensions.OTHER)))
                .isEqualTo(Dimensions.OTHER_SET);
    }

    @Property(seed = "1")
    void canonicalTextIsJsonOfTheSameValues(
            @ForAll @Size(min = 1, max = 4)
                    Map<@StringLength(max = 4) String, @StringLength(max = 8) String> values)
            throws JsonProcessingException {
        Map<String, String> read =
                JSON.readValue(Dimensions.canonical(values), new TypeReference<>() {});

        assertThat(read).isEqualTo(values);
        assertThat(read.keySet()).containsExactlyElementsOf(new TreeSet<>(values.keySet()));
    }

    @Property(seed = "1")
    void canonicalTextDoesNotDependOnTheOrderOfTheMap(
            @ForAll @Size(min = 1, max = 5) Map<String, String> values) {
        List<String> names = new ArrayList<>(values.keySet());
        Map<String, String> reversed = new LinkedHashMap<>();
        for (int i = names.size() - 1; i >= 0; i--) {
            reversed.put(names.get(i), values.get(names.get(i)));
        }

        assertThat(Dimensions.canonical(reversed))
                .isEqualTo(Dimensions.canonical(new HashMap<>(values)));
    }
}
