package io.flowmeter.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "100, 100",
        "-3, -3",
        "+1, 1",
        "007, 7",
        "1.50, 1.5",
        ".5, 0.5",
        "5., 5",
        "1e3, 1000",
        "1E-3, 0.001",
        "12.5e1, 125",
        "-0, 0",
        "0.000, 0",
        "0e2147483647, 0",
        "0.4567890123456789, 0.4567890123456789",
    })
    void numberIsReadExactly(String text, String expected) throws RejectedEventException {
        BigDecimal value = Quantity.parse(text);

        assertThat(value.toPlainString()).isEqualTo(expected);
        assertThat(value.scale()).isNotNegative();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                " ",
                "  1",
                "1 ",
                "NaN",
                "+Inf",
                "-Inf",
                "Infinity",
                "not a number",
                "[]",
                "true",
                "1,5",
                "1_000",
                "0x10",
                "1.2.3",
                "1e",
                "1e1.5",
                "--1",
                ".",
                "1f",
                "１",
                "१",
                "1\n",
            })
    void textThatIsNoNumberIsRefused(String text) {
        assertThat(refusal(text).reason()).isEqualTo(RejectionReason.VALUE_NOT_A_NUMBER);
        assertThat(refusal(text).detail()).contains("\"" + text + "\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "99999999999999999999.999999999999999999",
                "-99999999999999999999.999999999999999999",
                "99999999999999999999",
                "0.000000000000000001",
                "1e19",
                "10e18",
                "1e-18",
                "100e-20",
                "1.00000000000000000000000000000000000",
            })
    void greatestAndFinestQuantitiesAreAccepted(String text) throws RejectedEventException {
        assertThat(Quantity.parse(text)).isEqualByComparingTo(new BigDecimal(text));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "100000000000000000000",
                "99999999999999999999.9999999999999999991",
                "-100000000000000000000",
                "0.0000000000000000001",
                "1e20",
                "1e-19",
                "1e400",
                "1e-400",
                "100e2147483647",
                "1e2147483647",
                "1e-2147483647",
                "1e99999999999",
                "0e99999999999",
            })
    void quantityBeyondTheBoundsIsRefused(String text) {
        assertThat(refusal(text).reason()).isEqualTo(RejectionReason.VALUE_OUT_OF_RANGE);
    }

    @Test
    void numberLongerThanAnyQuantityIsRefusedUnread() {
        RejectedEventException refusal = refusal("1." + "0".repeat(127));

        assertThat(refusal.reason()).isEqualTo(RejectionReason.VALUE_OUT_OF_RANGE);
        assertThat(refusal.detail()).isEqualTo("value must have at most 128 characters, had 129");
    }

    @ParameterizedTest(name = "{0} and so on")
    @ValueSource(strings = {"many ", "1", "1.", "1e", "."})
    void longTextThatIsNoNumberIsNone(String start) {
        String text = start + "1".repeat(65_000) + "x";

        assertThat(refusal(text).reason()).isEqualTo(RejectionReason.VALUE_NOT_A_NUMBER);
        assertThat(refusal(text).detail()).hasSizeLessThan(200).endsWith("…\"");
    }

    @Property(seed = "1")
    void everyWayToWriteAQuantityIsTheSameQuantity(
            @ForAll @BigRange(min = "-1000000000000", max = "1000000000000") @Scale(9)
                    BigDecimal value)
            throws RejectedEventException {
        BigDecimal plain = Quantity.parse(value.toPlainString());

        assertThat(plain).isEqualByComparingTo(value);
        assertThat(Quantity.parse(value.toString())).isEqualTo(plain);
        assertThat(Quantity.parse(value.toEngineeringString())).isEqualTo(plain);
        assertThat(Quantity.parse(value.setScale(18).toPlainString())).isEqualTo(plain);
    }

    private static RejectedEventException refusal(String text) {
        return catchThrowableOfType(RejectedEventException.class, () -> Quantity.parse(text));
    }
}
