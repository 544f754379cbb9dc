package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | 5",
                "'5' | 5",
                "'+05.50' | 5.50",
                "'.5' | 0.5",
                "-1e2 | -100",
                "0e99999 | 0",
                "99999999999999999999.999999999999999999 | 99999999999999999999.999999999999999999",
                "1.0000000000000000000000 | 1.0000000000000000000000",
            })
    void numberCounts(String value, String sum) {
        assertThat(summing(value).aggregate("sum", "DAY", "2026-03-10T00:00:00Z"))
                .isEqualTo(Optional.of("1 events, " + sum));
    }

    /** Values of invalid-01 in metering-cases.json among them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | VALUE_MISSING",
                "'NaN' | VALUE_NOT_A_NUMBER",
                "'Inf' | VALUE_NOT_A_NUMBER",
                "'abc' | VALUE_NOT_A_NUMBER",
                "' 5' | VALUE_NOT_A_NUMBER",
                "true | VALUE_NOT_A_NUMBER",
                "[5] | VALUE_NOT_A_NUMBER",
                "'٣' | VALUE_NOT_A_NUMBER",
                "100000000000000000000 | VALUE_OUT_OF_RANGE",
                "0.0000000000000000001 | VALUE_OUT_OF_RANGE",
                "'1e99999999999' | VALUE_OUT_OF_RANGE",
            })
    void otherValueIsADeadLetter(String value, String reason) {
        assertThat(summing(value).letters()).containsExactly(reason);
    }

    @Test
    void longTextIsOutOfRangeOnlyIfItIsANumber() {
        assertThat(summing("'1." + "0".repeat(127) + "'").letters())
                .containsExactly("VALUE_OUT_OF_RANGE");
        assertThat(summing("'" + "many ".repeat(26) + "'").letters())
                .containsExactly("VALUE_NOT_A_NUMBER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EQUALS           | 'ok','fine' | 'ok'    | true",
                "EQUALS           | 'ok','fine' | 'OK'    | false",
                "EQUALS           | '1'         | 1       | true",
                "EQUALS           | '1'         | 1.0     | false",
                "EQUALS           | 'null'      | null    | false",
                "NOT_EQUALS       | 'ok'        | null    | true",
                "NOT_EQUALS       | 'ok'        | 'ok'    | false",
                "EXISTS           | ``          | false   | true",
                "EXISTS           | ``          | null    | false",
                "GREATER_OR_EQUAL | '10'        | '10.0'  | true",
                "GREATER_OR_EQUAL | '10'        | 9       | false",
                "GREATER_OR_EQUAL | '10'        | 'x'     | false",
                "LESS_OR_EQUAL    | '10'        | -1e300  | true",
                "LESS_OR_EQUAL    | '10'        | null    | false",
            })
    void filterHolds(String operator, String values, String found, boolean holds) {
        TestLog log =
                new TestLog()
                        .meter(
                                "calls",
                                "COUNT",
                                String.format(
                                        "'filter':[{'property':'$.a[`b c`]','operator':'%s',"
                                                + "'values':[%s]}]",
                                        operator, values))
                        .event(0, 0, "e", TestLog.START.toString(), "{'a':{'b c':" + found + "}}");

        assertThat(log.expectation().outcomes()).hasSize(holds ? 1 : 0);
        assertThat(log.expectation().verdicts().ranges().get("default").keySet())
                .containsExactly(holds ? "ACCEPTED" : "UNMATCHED");
    }

    @Test
    void dimensionsAreCanonical() {
        TestLog log =
                new TestLog()
                        .meter("calls", "COUNT", "'groupBy':{'b':'$.model','a':'$.none'}")
                        .raw(
                                0,
                                0,
                                "{'specversion':'1.0','subject':'acme','source':'src','id':'e',"
                                        + "'type':'call','time':'2026-03-10T10:00:00Z',"
                                        + "'data':{'model':'x\\u0007\\u0022é'}}");

        assertThat(log.outcome().counted.get(0).contributions().get(0).dimensions())
                .isEqualTo("{\"a\":\"\",\"b\":\"x\\u0007\\\"é\"}");
    }

    @Test
    void distinctValueIsAText() {
        TestLog log = new TestLog().meter("users", "UNIQUE_COUNT", "");
        String[] values = {"1", "'1'", "1.0", "true", "'true'", "''", "1e5", "1E5"};
        for (int i = 0; i < values.length; i++) {
            log.event(0, 0, "e" + i, TestLog.START.toString(), "{'n':" + values[i] + "}");
        }

        assertThat(log.aggregate("users", "DAY", "2026-03-10T00:00:00Z"))
                .isEqualTo(Optional.of("8 events, 5"));
    }

    @Test
    void meterThatCannotReadLeavesTheOthersAlone() {
        TestLog log =
                new TestLog()
                        .meter("calls", "COUNT", "")
                        .meter("sum", "SUM", "")
                        .event(0, 0, "e", TestLog.START.toString(), "{'n':'x'}");

        assertThat(log.letters()).containsExactly("VALUE_NOT_A_NUMBER*");
        assertThat(log.expectation().verdicts().ranges().get("default").keySet())
                .containsExactly("ACCEPTED");
    }

    @Test
    void refusalByAllIsThatOfTheFirstMeterByKey() {
        TestLog log =
                new TestLog()
                        .meter("a1", "SUM", "'valueProperty':'$.m'")
                        .meter("a", "SUM", "'valueProperty':'$.n'")
                        .event(0, 0, "e", TestLog.START.toString(), "{'n':true}");

        assertThat(log.letters()).containsExactly("VALUE_NOT_A_NUMBER");
    }

    private static TestLog summing(String value) {
        return new TestLog()
                .meter("sum", "SUM", "")
                .event(0, 0, "e", TestLog.START.toString(), "{'n':" + value + "}");
    }
}
