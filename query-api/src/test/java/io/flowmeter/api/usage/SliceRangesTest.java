package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SliceRangesTest {

    @Test
    void alignedBoundsNeedQuarterHoursOnly() {
        SliceRanges ranges = SliceRanges.of(at("10:00"), at("11:15"));

        assertThat(ranges.quarters()).isEqualTo(range("10:00", "11:15"));
        assertThat(ranges.needsMinutes()).isFalse();
    }

    @Test
    void unalignedBoundsNeedMinutesAtTheEdges() {
        SliceRanges ranges = SliceRanges.of(at("10:07"), at("11:16"));

        assertThat(ranges.quarters()).isEqualTo(range("10:15", "11:15"));
        assertThat(ranges.head()).isEqualTo(range("10:07", "10:15"));
        assertThat(ranges.tail()).isEqualTo(range("11:15", "11:16"));
        assertThat(ranges.head().widened()).isEqualTo(range("10:00", "10:15"));
        assertThat(ranges.tail().widened()).isEqualTo(range("11:15", "11:30"));
    }

    @Test
    void boundsInOneQuarterHourNeedNoQuarterHour() {
        SliceRanges ranges = SliceRanges.of(at("10:02"), at("10:07"));

        assertThat(ranges.quarters().isEmpty()).isTrue();
        assertThat(ranges.head()).isEqualTo(range("10:02", "10:07"));
        assertThat(ranges.tail().isEmpty()).isTrue();
    }

    @Test
    void boundsInNeighbouringQuarterHoursNeedBothEdges() {
        SliceRanges ranges = SliceRanges.of(at("10:14"), at("10:16"));

        assertThat(ranges.quarters().isEmpty()).isTrue();
        assertThat(ranges.head()).isEqualTo(range("10:14", "10:15"));
        assertThat(ranges.tail()).isEqualTo(range("10:15", "10:16"));
    }

    private static SliceRanges.Range range(String from, String to) {
        return new SliceRanges.Range(at(from), at(to));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-01T" + time + ":00Z");
    }
}
