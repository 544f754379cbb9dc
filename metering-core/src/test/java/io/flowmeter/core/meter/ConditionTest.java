package io.flowmeter.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowmeter.core.meter.Condition.Operator;
import io.flowmeter.core.meter.PropertyValue.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final PropertyPath STATUS = PropertyPath.parse("$.status");

    @ParameterizedTest(name = "{0} {1} against {2} {3}: {4}")
    @CsvSource({
        "EQUALS, ok|cached, TEXT, ok, true",
        "EQUALS, ok|cached, TEXT, cached, true",
        "EQUALS, ok|cached, TEXT, failed, false",
        "EQUALS, ok, TEXT, OK, false",
        "EQUALS, 1, NUMBER, 1, true",
        "EQUALS, 1, NUMBER, 1.0, false",
        "EQUALS, true, BOOLEAN, true, true",
        "EQUALS, ok, NULL, '', false",
        "EQUALS, ok, ABSENT, '', false",
        "NOT_EQUALS, ok|cached, TEXT, failed, true",
        "NOT_EQUALS, ok|cached, TEXT, cached, false",
        "NOT_EQUALS, ok, NULL, '', true",
        "NOT_EQUALS, ok, ABSENT, '', true",
        "EXISTS, '', TEXT, '', true",
        "EXISTS, '', STRUCTURE, [], true",
        "EXISTS, '', NULL, '', false",
        "EXISTS, '', ABSENT, '', false",
        "GREATER_OR_EQUAL, 10, NUMBER, 10, true",
        "GREATER_OR_EQUAL, 10, NUMBER, 1e1, true",
        "GREATER_OR_EQUAL, 10, TEXT, 10.0, true",
        "GREATER_OR_EQUAL, 10, NUMBER, 9, false",
        "GREATER_OR_EQUAL, 9, NUMBER, 10, true",
        "GREATER_OR_EQUAL, 10, TEXT, eleven, false",
        "GREATER_OR_EQUAL, 0, BOOLEAN, true, false",
        "GREATER_OR_EQUAL, 0, NULL, '', false",
        "GREATER_OR_EQUAL, 0, ABSENT, '', false",
        "LESS_OR_EQUAL, 10, NUMBER, 10, true",
        "LESS_OR_EQUAL, 10, NUMBER, 10.000000000000000001, false",
        "LESS_OR_EQUAL, 10, NUMBER, -1, true",
        "LESS_OR_EQUAL, 10, TEXT, １, false",
        "LESS_OR_EQUAL, 10, ABSENT, '', false",
    })
    void conditionComparesThePropertyWithItsValues(
            Operator operator, String values, Kind kind, String text, boolean holds) {
        List<String> wanted = values.isEmpty() ? List.of() : List.of(values.split("\\|"));
        Condition condition = new Condition(STATUS, operator, wanted);

        assertThat(condition.holds(path -> new PropertyValue(kind, text))).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0} {1} 0: {2}")
    @CsvSource({
        "1.2345678901234567E-5, GREATER_OR_EQUAL, true",
        "1.2345678901234567E-5, LESS_OR_EQUAL, false",
        "123456789012345678901234567890, GREATER_OR_EQUAL, true",
        "-1e400, LESS_OR_EQUAL, true",
    })
    void numberNoQuantityCouldHoldIsStillAboveOrBelow(
            String number, Operator operator, boolean holds) {
        Condition condition = new Condition(STATUS, operator, List.of("0"));

        assertThat(condition.holds(path -> new PropertyValue(Kind.NUMBER, number)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operator.class,
            names = {"EQUALS", "NOT_EQUALS", "GREATER_OR_EQUAL", "LESS_OR_EQUAL"})
    void comparisonWithoutAValueIsRefused(Operator operator) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition(STATUS, operator, List.of()))
                .withMessageContaining(operator.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = Operator.class,
            names = {"EXISTS", "GREATER_OR_EQUAL", "LESS_OR_EQUAL"})
    void valueTooManyIsRefused(Operator operator) {
        List<String> values = operator == Operator.EXISTS ? List.of("1") : List.of("1", "2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition(STATUS, operator, values))
                .withMessageContaining(operator.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "", "0x10", "１０"})
    void orderingAgainstATextThatIsNoNumberIsRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition(STATUS, Operator.LESS_OR_EQUAL, List.of(value)))
                .withMessageContaining("a number");
    }

    @Test
    void valuesAreCopied() {
        List<String> values = new ArrayList<>(List.of("ok"));
        Condition condition = new Condition(STATUS, Operator.EQUALS, values);

        values.add("failed");

        assertThat(condition.values()).containsExactly("ok");
    }
}
