package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollingUsageTest extends SeriesFixture {

    @Test
    void usageTooLateForItsMinuteCountsEverywhereElse() {
        add(Aggregation.SUM, usage("a").of("3").late());

        assertThat(store.tallies().keySet())
                .extracting(WindowKey::kind)
                .containsExactlyInAnyOrder("QUARTER_HOUR", "DAY", "PERIOD");
        assertThat(store.rolling(Horizon.PT60M).tally().eventCount()).isZero();
        assertThat(store.rolling(Horizon.PT24H).tally().eventCount()).isEqualTo(1);
    }

    @Test
    void timeThatStepsBackLeavesTheHorizonsWhereTheyWere() {
        Instant later = NOON.plus(Duration.ofHours(2));
        add(Aggregation.SUM, usage("a").of("1").at(later), later);
        long revision = store.rolling(Horizon.PT60M).revision();

        add(Aggregation.SUM, usage("b").of("2").at(NOON), NOON);

        RollingTally lastHour = store.rolling(Horizon.PT60M);
        assertThat(lastHour.tally().quantity(Aggregation.SUM)).isEqualByComparingTo("1");
        assertThat(lastHour.asOfMillis()).isEqualTo(later.toEpochMilli());
        assertThat(lastHour.revision()).isEqualTo(revision + 1); // it has been read, though
    }

    @Test
    void seriesIsRollingUntilItsLastSliceHasLeft() {
        add(Aggregation.SUM, usage("a"));

        assertThat(series.isRolling(Granularity.MINUTE)).isTrue();
        series.advance(Aggregation.SUM, NOON.plus(Duration.ofMinutes(59)).toEpochMilli());
        assertThat(series.isRolling(Granularity.MINUTE)).isTrue();
        series.advance(Aggregation.SUM, NOON.plus(Duration.ofMinutes(60)).toEpochMilli());
        assertThat(series.isRolling(Granularity.MINUTE)).isFalse();
        assertThat(series.isRolling(Granularity.QUARTER_HOUR)).isTrue();
        series.advance(Aggregation.SUM, NOON.plus(Duration.ofDays(30)).toEpochMilli());
        assertThat(series.isRolling(Granularity.QUARTER_HOUR)).isFalse();
    }
}
