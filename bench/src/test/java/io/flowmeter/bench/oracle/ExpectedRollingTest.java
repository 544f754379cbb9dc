package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One event at 10:00:30 with the value 7; the tables are complete before 10:20:10. */
class ExpectedRollingTest {
    private static final Progress PROGRESS =
            new Progress(
                    Instant.parse("2026-03-10T10:20:10Z"),
                    Instant.parse("2026-03-10T10:20:12Z"),
                    Instant.parse("2026-03-10T10:20:15Z"));

    @Test
    void quantityIsThatOfTheRowsOwnAsOf() {
        assertThat(wrong("PT60M", "2026-03-10T10:20:00Z", 1, "7")).isEmpty();
        assertThat(wrong("PT60M", "2026-03-10T10:20:00Z", 0, "7")).containsExactly("event_count");
        assertThat(wrong("PT60M", "2026-03-10T10:20:00Z", 1, "8")).containsExactly("quantity");
    }

    @Test
    void sixtyMinutesAreTheCurrentMinuteAndThe59Before() {
        Progress later =
                new Progress(
                        Instant.parse("2026-03-10T10:59:00Z"),
                        Instant.parse("2026-03-10T11:00:00Z"),
                        Instant.parse("2026-03-10T11:00:00Z"));

        assertThat(wrong(later, "PT60M", "2026-03-10T10:59:00Z", 1, "7")).isEmpty();
        assertThat(wrong(later, "PT60M", "2026-03-10T11:00:00Z", 0, null)).isEmpty();
    }

    @Test
    void liveHorizonMovesWithTheWatermark() {
        assertThat(wrong("PT60M", "2026-03-10T10:19:00Z", 1, "7")).containsExactly("as_of");
        assertThat(wrong("PT24H", "2026-03-10T10:15:00Z", 1, "7")).isEmpty();
        assertThat(wrong("PT24H", "2026-03-10T10:00:00Z", 1, "7")).containsExactly("as_of");
    }

    @Test
    void emptyHorizonMayStandStill() {
        Progress dayLater =
                new Progress(
                        Instant.parse("2026-03-12T10:00:00Z"),
                        Instant.parse("2026-03-12T10:00:00Z"),
                        Instant.parse("2026-03-12T10:00:00Z"));

        assertThat(wrong(dayLater, "PT60M", "2026-03-10T11:00:00Z", 0, null)).isEmpty();
        assertThat(wrong(dayLater, "P30D", "2026-03-12T09:45:00Z", 1, "7"))
                .containsExactly("as_of");
    }

    @Test
    void asOfIsTheStartOfASliceThatHasBegun() {
        assertThat(wrong("PT60M", "2026-03-10T10:20:01Z", 1, "7")).containsExactly("as_of");
        assertThat(wrong("PT24H", "2026-03-10T10:20:00Z", 1, "7")).containsExactly("as_of");
        assertThat(wrong("PT60M", "2026-03-10T10:21:00Z", 1, "7")).containsExactly("as_of");
    }

    private static List<String> wrong(
            String horizon, String asOf, long events, @Nullable String quantity) {
        return wrong(PROGRESS, horizon, asOf, events, quantity);
    }

    /** Names of the columns that are not as expected. */
    private static List<String> wrong(
            Progress progress, String horizon, String asOf, long events, @Nullable String n) {
        TestLog log = new TestLog().meter("m", "MAX", "");
        log.event(0, 40, "a", "2026-03-10T10:00:30Z", "{'n':7}");
        ExpectedRolling expected =
                new ExpectedRolling(log.expectation().outcomes(), progress, TestLog.START);
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("as_of", Instant.parse(asOf));
        columns.put("event_count", events);
        columns.put("quantity", n == null ? null : new BigDecimal(n));
        FoundRow row = new FoundRow(columns);
        ExpectedRow wanted =
                expected.find(RowKey.of("default", "acme", "m", horizon)).orElseThrow();
        List<String> wrong = new ArrayList<>();
        columns.forEach(
                (column, value) ->
                        wanted.columns()
                                .get(column)
                                .violation(value, row)
                                .ifPresent(instead -> wrong.add(column)));
        return wrong;
    }
}
