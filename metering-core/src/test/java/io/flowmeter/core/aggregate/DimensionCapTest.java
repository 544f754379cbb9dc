package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Dimensions;
import org.junit.jupiter.api.Test;

class DimensionCapTest extends SeriesFixture {

    @Test
    void dimensionSetsBeyondTheCapCountTogether() {
        add(Aggregation.SUM, usage("a").of("1").with("m-1").capped(2));
        add(Aggregation.SUM, usage("b").of("2").with("m-2").capped(2));
        add(Aggregation.SUM, usage("c").of("4").with("m-3").capped(2));
        add(Aggregation.SUM, usage("d").of("8").with("m-4").capped(2));
        add(Aggregation.SUM, usage("e").of("16").with("m-1").capped(2));

        assertThat(today(Aggregation.SUM)).isEqualByComparingTo("31");
        assertThat(todayWith(Aggregation.SUM, "{\"model\":\"m-1\"}")).isEqualByComparingTo("17");
        assertThat(todayWith(Aggregation.SUM, Dimensions.OTHER_SET)).isEqualByComparingTo("12");
    }

    @Test
    void usageBeyondTheCapIsTakenBackWhereItCounted() {
        add(Aggregation.SUM, usage("a").of("1").with("m-1").capped(1));
        add(Aggregation.SUM, usage("b").of("2").with("m-2").capped(1));

        take(Aggregation.SUM, usage("a").of("1").with("m-1").capped(1));
        take(Aggregation.SUM, usage("b").of("2").with("m-2").capped(1));

        assertThat(todayWith(Aggregation.SUM, "{\"model\":\"m-1\"}")).isNull();
        assertThat(todayWith(Aggregation.SUM, Dimensions.OTHER_SET)).isNull();
    }

    @Test
    void usageIsTakenBackWhereItCountedAlsoAfterTheCapWasRaised() {
        add(Aggregation.SUM, usage("a").of("1").with("m-1").capped(1));
        add(Aggregation.SUM, usage("b").of("2").with("m-2").capped(1));
        add(Aggregation.SUM, usage("c").of("4").with("m-2").capped(100));

        take(Aggregation.SUM, usage("b").of("2").with("m-2").capped(1));

        assertThat(todayWith(Aggregation.SUM, Dimensions.OTHER_SET)).isEqualByComparingTo("4");
        assertThat(store.tally(todayOf("{\"model\":\"m-2\"}"))).isNull();
    }

    @Test
    void usageIsTakenBackWhereItCountedAlsoAfterTheCapWasLowered() {
        add(Aggregation.SUM, usage("a").of("1").with("m-1").capped(2));
        add(Aggregation.SUM, usage("b").of("2").with("m-2").capped(2));

        take(Aggregation.SUM, usage("b").of("2").with("m-2").capped(1));

        assertThat(todayWith(Aggregation.SUM, "{\"model\":\"m-2\"}")).isNull();
        assertThat(store.tally(todayOf(Dimensions.OTHER_SET))).isNull();
    }
}
