package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.BillingCycle.Interval;
import io.flowmeter.core.window.Granularity;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tenant's zone or billing cycle may change backwards while events are on their way: then its old
 * and new windows overlap, and each holds the events that were placed in it.
 */
class OverlappingWindowsTest extends SeriesFixture {
    /** The day in Tokyo of all usages here; it ends at 15:00 UTC, and 1 March UTC goes on. */
    private static final WindowKey TOKYO_DAY =
            window(Granularity.DAY, Instant.parse("2026-02-28T15:00:00Z"));

    private static final WindowKey TOKYO_MARCH =
            window(Granularity.PERIOD, Instant.parse("2026-02-28T15:00:00Z"));

    @ParameterizedTest
    @EnumSource(names = {"LAST", "MAX", "MIN", "UNIQUE_COUNT"})
    void voidInOneZoneLeavesOutTheUsageOfTheOther(Aggregation aggregation) {
        TestUsage least = usage("e1").of("4").by("u-4").at("2026-03-01T09:00:00Z");
        TestUsage greatest = usage("e2").of("5").by("u-5").at("2026-03-01T09:01:00Z");
        add(aggregation, least);
        add(aggregation, greatest);
        add(aggregation, inTokyo("e3", "1").at("2026-03-01T09:00:00Z"));
        add(aggregation, inTokyo("e4", "19").at("2026-03-01T09:02:00Z"));

        take(aggregation, aggregation == Aggregation.MIN ? least : greatest);

        String left =
                switch (aggregation) {
                    case UNIQUE_COUNT -> "1";
                    case MIN -> "5";
                    default -> "4";
                };
        assertThat(today(aggregation)).isEqualByComparingTo(left);
        assertThat(quantity(aggregation, march())).isEqualByComparingTo(left);
    }

    @Test
    void windowsOfBothZonesAreWhatTheyHold() {
        add(Aggregation.LAST, usage("e7").of("4").at("2026-03-01T09:00:00Z"));
        add(Aggregation.LAST, usage("e8").of("5").at("2026-03-01T10:00:00Z"));
        add(Aggregation.LAST, inTokyo("e247", "19").at("2026-03-01T11:00:00Z"));

        take(Aggregation.LAST, usage("e8").of("5").at("2026-03-01T10:00:00Z"));
        take(Aggregation.LAST, inTokyo("e247", "19").at("2026-03-01T11:00:00Z"));
        add(Aggregation.LAST, inTokyo("e248", "20").at("2026-03-01T08:00:00Z"));

        assertThat(quantity(Aggregation.LAST, march())).isEqualByComparingTo("4");
        assertThat(store.tally(today()).lastId()).isEqualTo("e7");
        assertThat(quantity(Aggregation.LAST, TOKYO_DAY)).isEqualByComparingTo("20");
        assertThat(quantity(Aggregation.LAST, TOKYO_MARCH)).isEqualByComparingTo("20");
    }

    @Test
    void periodThatWasCutBackwardsKeepsWhatLiesBehindItsEnd() {
        TestUsage march = usage("e1").of("7").at("2026-03-05T00:00:00Z");
        TestUsage january = usage("e2").of("9").at("2026-01-05T00:00:00Z");
        add(Aggregation.MAX, march.every(Interval.QUARTER));
        add(Aggregation.MAX, january);
        // As many foreign usages in January as own ones behind it.
        add(Aggregation.MAX, usage("e3").of("8").in("Asia/Tokyo").at("2026-01-06T00:00:00Z"));

        take(Aggregation.MAX, january);

        WindowKey period = window(Granularity.PERIOD, Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(quantity(Aggregation.MAX, period)).isEqualByComparingTo("7");
        assertThat(store.tally(period).windowEndMillis())
                .isEqualTo(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void usageThatAnEarlierReleaseLoggedLeavesEveryWindow() {
        TestUsage voided = usage("e8").of("5").at("2026-03-01T10:00:00Z");
        add(Aggregation.LAST, usage("e7").of("4").at("2026-03-01T09:00:00Z"));
        add(Aggregation.LAST, voided);
        store.forgetWindowsOfLoggedUsage();
        TestUsage tokyo = inTokyo("e9", "19").at("2026-03-01T11:00:00Z");
        add(Aggregation.LAST, inTokyo("e6", "3").at("2026-03-01T08:00:00Z"));
        add(Aggregation.LAST, tokyo);

        take(Aggregation.LAST, voided);
        take(Aggregation.LAST, tokyo);

        assertThat(today(Aggregation.LAST)).isEqualByComparingTo("4");
        // Which day e7 counts in was not logged: it is taken for one of every day around it.
        assertThat(quantity(Aggregation.LAST, TOKYO_DAY)).isEqualByComparingTo("4");
    }

    private static TestUsage inTokyo(String id, String tokens) {
        return usage(id).of(tokens).by("u-" + tokens).in("Asia/Tokyo");
    }
}
