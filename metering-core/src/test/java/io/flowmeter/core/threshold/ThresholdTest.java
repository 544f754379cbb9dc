package io.flowmeter.core.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {

    @ParameterizedTest(name = "\"{0}\" is {1}")
    @CsvSource({
        "80%, 80%",
        "80.0 %, 80%",
        "'  80  %  ', 80%",
        "080%, 80%",
        "+80%, 80%",
        "8e1%, 80%",
        "120%, 120%",
        "12.50%, 12.5%",
        ".5%, 0.5%",
        "1e-18%, 0.000000000000000001%",
        "500, 500",
        "500.00, 500",
        "' 500 ', 500",
        "5E2, 500",
        "0.50, 0.5",
        "0, 0",
        "-0.00, 0",
        "99999999999999999999.999999999999999999, 99999999999999999999.999999999999999999",
    })
    void eachWayToWriteAThresholdIsOneText(String written, String canonical) {
        assertThat(Threshold.parse(written)).isEqualTo(new Threshold(canonical));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                " ",
                "%",
                " %",
                "many",
                "%80",
                "80%%",
                "8 0%",
                "80 percent",
                "1,5",
                "1_000",
                "0x50",
                "NaN",
                "Infinity%",
                "１",
                "1e",
                "null",
                "1e20",
                "100000000000000000000%",
                "1e-19",
                "0.0000000000000000001%",
            })
    void whatIsNeitherAQuantityNorAPercentageIsRefusedAsItWasWritten(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.parse(written))
                .withMessage(
                        "a threshold must be a quantity such as \"500\" or a percentage such as"
                                + " \"80%\", was \""
                                + written
                                + "\"");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"-5", "-5%", "-0.1", "0%", "0.00 %", "-0%"})
    void nothingIsBelowAThresholdThatIsNegativeOrNoPartOfALimit(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.parse(written))
                .withMessageStartingWith("a threshold must be");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                "080%",
                "80.0%",
                "80 %",
                " 80%",
                "+80%",
                "-80%",
                "5E2",
                "500.",
                ".5",
                "00",
                "0.0",
                "0%",
                "80%\n",
                "100000000000000000000",
                "0.0000000000000000001",
            })
    void aTextThatIsNotCanonicalIsNoIdentity(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Threshold(text))
                .withMessageEndingWith("was \"" + text + "\"");
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource({
        "80%, 1000, 800",
        "75%, 10, 7.5",
        "12.5%, 10, 1.25",
        "33.333%, 1, 0.33333",
        "110%, 95, 104.5",
        "100%, 0, 0",
        "100%, 0.000000000000000001, 0.000000000000000001",
        "50%, 99999999999999999999, 49999999999999999999.5",
        "1%, 0.000000000000000001, 0.00000000000000000001",
        "500, 1000, 500",
        "500, 100, 500",
        "0, 100, 0",
    })
    void aPercentageIsOfTheLimitAndAQuantityIsItself(String text, String limit, String expected) {
        assertThat(new Threshold(text).quantity(new BigDecimal(limit)))
                .get()
                .extracting(BigDecimal::toPlainString)
                .isEqualTo(expected);
    }

    @Test
    void whereThereIsNoLimitOnlyQuantitiesLieSomewhere() {
        assertThat(new Threshold("80%").quantity(null)).isEmpty();
        assertThat(new Threshold("500").quantity(null)).contains(new BigDecimal("500"));
        assertThat(new Threshold("80%").isPercentage()).isTrue();
        assertThat(new Threshold("500").isPercentage()).isFalse();
    }
}
