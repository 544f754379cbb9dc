package io.flowmeter.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregationTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "SUM, true, true, true",
        "COUNT, false, false, true",
        "LAST, true, true, false",
        "MAX, true, true, false",
        "MIN, true, true, false",
        "AVG, true, true, true",
        "UNIQUE_COUNT, false, true, false",
    })
    void aggregationSaysWhatItReadsAndWhetherItCanSubtract(
            Aggregation aggregation, boolean numeric, boolean readsValue, boolean invertible) {
        assertThat(aggregation.isNumeric()).isEqualTo(numeric);
        assertThat(aggregation.readsValue()).isEqualTo(readsValue);
        assertThat(aggregation.isInvertible()).isEqualTo(invertible);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "LATEST, LAST",
        "UNIQUE, UNIQUE_COUNT",
        "DURATION, SUM",
        "avg, AVG",
        "unique_count, UNIQUE_COUNT",
    })
    void aliasesAndLowerCaseAreRead(String name, Aggregation expected) {
        assertThat(Aggregation.parse(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyNameIsRead(Aggregation aggregation) {
        assertThat(Aggregation.parse(aggregation.name())).isEqualTo(aggregation);
    }

    @Test
    void nameIsReadTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));

            assertThat(Aggregation.parse("min")).isEqualTo(Aggregation.MIN);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MEDIAN", " SUM"})
    void unknownNameIsRefusedWithTheKnownOnes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Aggregation.parse(name))
                .withMessageContaining("SUM, COUNT, LAST, MAX, MIN, AVG or UNIQUE_COUNT")
                .withMessageContaining("\"" + name + "\"");
    }
}
