package io.flowmeter.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.meter.Condition.Operator;
import io.flowmeter.core.meter.PropertyValue.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeterTest {

    @ParameterizedTest(name = "case invalid-03: {0} {1} is {2}")
    @CsvSource({"TEXT, 100, 100", "NUMBER, 100, 100", "NUMBER, 1.50, 1.5", "TEXT, -3, -3"})
    void numberAndNumericStringAreQuantities(Kind kind, String text, BigDecimal expected)
            throws RejectedEventException {
        Contribution contribution = sum().read(data("tokens", kind, text)).orElseThrow();

        assertThat(contribution.value()).isEqualTo(expected);
        assertThat(contribution.member()).isNull();
    }

    @ParameterizedTest(name = "case invalid-03: {0} {1} is refused as {2}")
    @CsvSource({
        "NULL, null, VALUE_MISSING",
        "ABSENT, '', VALUE_MISSING",
        "TEXT, NaN, VALUE_NOT_A_NUMBER",
        "TEXT, +Inf, VALUE_NOT_A_NUMBER",
        "TEXT, -Inf, VALUE_NOT_A_NUMBER",
        "TEXT, not a number, VALUE_NOT_A_NUMBER",
        "STRUCTURE, [], VALUE_NOT_A_NUMBER",
        "STRUCTURE, {}, VALUE_NOT_A_NUMBER",
        "BOOLEAN, true, VALUE_NOT_A_NUMBER",
        "TEXT, '', VALUE_NOT_A_NUMBER",
        "NUMBER, 1e400, VALUE_OUT_OF_RANGE",
    })
    void otherValueIsRefusedWithMeterAndProperty(Kind kind, String text, RejectionReason reason) {
        RejectedEventException refusal = refusal(sum(), data("tokens", kind, text));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.detail()).startsWith("meter tokens: $.tokens");
    }

    @Test
    void countReadsNoValue() throws RejectedEventException {
        Meter count = meter(Aggregation.COUNT, null, Map.of());

        Contribution contribution = count.read(path -> PropertyValue.ABSENT).orElseThrow();

        assertThat(contribution)
                .isEqualTo(new Contribution("tokens", "COUNT", Dimensions.TOTAL, 100, null, null));
    }

    @ParameterizedTest
    @CsvSource({"TEXT, u-118", "NUMBER, 118", "BOOLEAN, true"})
    void uniqueCountReadsTheTextOfAnyScalar(Kind kind, String text) throws RejectedEventException {
        Contribution contribution = uniqueUsers().read(data("user", kind, text)).orElseThrow();

        assertThat(contribution.member()).isEqualTo(Fingerprint.of(text));
        assertThat(contribution.value()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT, '', VALUE_MISSING",
        "NULL, '', VALUE_MISSING",
        "STRUCTURE, [], INVALID_ATTRIBUTE",
    })
    void uniqueCountRefusesWhatHasNoText(Kind kind, String text, RejectionReason reason) {
        assertThat(refusal(uniqueUsers(), data("user", kind, text)).reason()).isEqualTo(reason);
    }

    @Test
    void distinctValueHasAtMost256Characters() throws RejectedEventException {
        assertThat(uniqueUsers().read(data("user", Kind.TEXT, "u".repeat(256)))).isPresent();
        assertThat(refusal(uniqueUsers(), data("user", Kind.TEXT, "u".repeat(257))).reason())
                .isEqualTo(RejectionReason.VALUE_TOO_LONG);
    }

    @Test
    void missingDimensionIsTheEmptyText() throws RejectedEventException {
        Meter byModelAndRegion =
                meter(
                        Aggregation.COUNT,
                        null,
                        Map.of(
                                "region", PropertyPath.parse("$.region"),
                                "model", PropertyPath.parse("$.model")));

        Contribution contribution =
                byModelAndRegion.read(data("model", Kind.TEXT, "m-3")).orElseThrow();

        assertThat(contribution.dimensions()).isEqualTo("{\"model\":\"m-3\",\"region\":\"\"}");
    }

    @Test
    void dimensionHasAtMost256Characters() throws RejectedEventException {
        Meter byModel =
                meter(Aggregation.COUNT, null, Map.of("model", PropertyPath.parse("$.model")));

        assertThat(byModel.read(data("model", Kind.TEXT, "m".repeat(256)))).isPresent();
        assertThat(refusal(byModel, data("model", Kind.TEXT, "m".repeat(257))).reason())
                .isEqualTo(RejectionReason.VALUE_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "cut in an emoji \ud83d"})
    void dimensionThatCannotBeStoredIsRefused(String text) {
        Meter byModel =
                meter(Aggregation.COUNT, null, Map.of("model", PropertyPath.parse("$.model")));

        assertThat(refusal(byModel, data("model", Kind.TEXT, text)).reason())
                .isEqualTo(RejectionReason.INVALID_ATTRIBUTE);
        assertThat(refusal(uniqueUsers(), data("user", Kind.TEXT, text)).reason())
                .isEqualTo(RejectionReason.INVALID_ATTRIBUTE);
    }

    @Test
    void eventCountsOnlyIfEveryConditionHolds() throws RejectedEventException {
        PropertyPath tokens = PropertyPath.parse("$.tokens");
        Meter meter =
                new Meter(
                        "tokens",
                        1,
                        "llm.request",
                        Aggregation.SUM,
                        tokens,
                        List.of(
                                new Condition(tokens, Operator.GREATER_OR_EQUAL, List.of("10")),
                                new Condition(tokens, Operator.LESS_OR_EQUAL, List.of("20"))),
                        Map.of(),
                        100,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        false);

        assertThat(meter.read(data("tokens", Kind.NUMBER, "15"))).isPresent();
        assertThat(meter.read(data("tokens", Kind.NUMBER, "9"))).isEmpty();
        assertThat(meter.read(data("tokens", Kind.NUMBER, "21"))).isEmpty();
        assertThat(meter.read(data("tokens", Kind.TEXT, "unusable"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void valuePropertyIsThereExactlyIfTheAggregationReadsOne(Aggregation aggregation) {
        PropertyPath wrong = aggregation.readsValue() ? null : PropertyPath.parse("$.tokens");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter(aggregation, wrong, Map.of()))
                .withMessageContaining("meter tokens: aggregation " + aggregation);
    }

    @Test
    void meterCannotBeChanged() {
        Map<String, PropertyPath> groupBy = new HashMap<>();
        groupBy.put("model", PropertyPath.parse("$.model"));
        Meter meter = meter(Aggregation.COUNT, null, groupBy);

        groupBy.clear();

        assertThat(meter.groupBy()).containsOnlyKeys("model");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> meter.groupBy().clear());
    }

    private static Meter sum() {
        return meter(Aggregation.SUM, PropertyPath.parse("$.tokens"), Map.of());
    }

    private static Meter uniqueUsers() {
        return meter(Aggregation.UNIQUE_COUNT, PropertyPath.parse("$.user"), Map.of());
    }

    private static Meter meter(
            Aggregation aggregation,
            @Nullable PropertyPath value,
            Map<String, PropertyPath> groupBy) {
        return new Meter(
                "tokens",
                1,
                "llm.request",
                aggregation,
                value,
                List.of(),
                groupBy,
                100,
                Instant.EPOCH,
                Instant.EPOCH,
                false);
    }

    private static PropertyValue.Reader data(String name, Kind kind, String text) {
        PropertyPath path = PropertyPath.parse("$." + name);
        return wanted -> wanted.equals(path) ? new PropertyValue(kind, text) : PropertyValue.ABSENT;
    }

    private static RejectedEventException refusal(Meter meter, PropertyValue.Reader data) {
        return catchThrowableOfType(RejectedEventException.class, () -> meter.read(data));
    }
}
