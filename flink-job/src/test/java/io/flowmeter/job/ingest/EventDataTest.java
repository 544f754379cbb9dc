package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.RawEventFixture.accepted;
import static io.flowmeter.job.ingest.RawEventFixture.withData;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.meter.PropertyPath;
import io.flowmeter.core.meter.PropertyValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDataTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            374            | 374
            0.1            | 0.1
            1.0            | 1.0
            1.50           | 1.50
            -0             | 0
            1e3            | 1E+3
            1E-2           | 0.01
            9007199254740993                         | 9007199254740993
            12345678901234567890.123456789012345678  | 12345678901234567890.123456789012345678
            99999999999999999999999999999999999999   | 99999999999999999999999999999999999999
            1e999999999    | 1E+999999999
            -1e-999999999  | -1E-999999999
            """)
    void numberKeepsItsDigits(String number, String text) {
        assertThat(read("{\"n\":" + number + "}", "$.n"))
                .isEqualTo(new PropertyValue(PropertyValue.Kind.NUMBER, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {"a":"x"}              | $.a           | TEXT      | x
            {"a":"7"}              | $.a           | TEXT      | 7
            {"a":true}             | $.a           | BOOLEAN   | true
            {"a":null}             | $.a           | NULL      | null
            {"a":{"b":{"c":1}}}    | $.a.b.c       | NUMBER    | 1
            {"a.b":1}              | $['a.b']      | NUMBER    | 1
            {"a":{"b":1.50}}       | $.a           | STRUCTURE | {"b":1.50}
            {"a":[1e999999999]}    | $.a           | STRUCTURE | [1E+999999999]
            {"a":1}                | $.b           | ABSENT    | ~~
            {"a":1}                | $.a.b         | ABSENT    | ~~
            {"a":[{"b":1}]}        | $.a.b         | ABSENT    | ~~
            """)
    void propertyIsReadByPath(String data, String path, PropertyValue.Kind kind, String text) {
        assertThat(read(data, path)).isEqualTo(new PropertyValue(kind, text));
    }

    private static PropertyValue read(String data, String path) {
        return accepted(withData(data)).data().read(PropertyPath.parse(path));
    }
}
