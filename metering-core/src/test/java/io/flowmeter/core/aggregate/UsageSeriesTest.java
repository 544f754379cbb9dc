package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Granularity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageSeriesTest extends SeriesFixture {

    @ParameterizedTest(name = "case {0}: {1} of {2} is {3}")
    @CsvSource({
        "running-01, SUM, 12|12, 12|24",
        "max-04, MAX, 5|20|3, 5|20|20",
        "policy-04, SUM, 100|-100, 100|0",
        "decimal-sum, SUM, 123|0.4567890123456789, 123|123.4567890123456789",
        "decimal-min, MIN, 123|0.4567890123456789, 123|0.4567890123456789",
        "count, COUNT, 5|-3, 1|2",
        "negative, MAX, -5|-3|-9, -5|-3|-3",
        "38 digits, SUM, 99999999999999999999.999999999999999999|0.000000000000000001,"
                + "99999999999999999999.999999999999999999|100000000000000000000",
    })
    void quantityIsExactAfterEachUsage(
            String caseId, Aggregation aggregation, String values, String afterEach) {
        String[] expected = afterEach.split("\\|", -1);
        String[] tokens = values.split("\\|", -1);
        for (int i = 0; i < tokens.length; i++) {
            add(aggregation, usage(caseId + i).of(tokens[i]));

            assertThat(today(aggregation)).isEqualByComparingTo(expected[i]);
        }
    }

    @Test
    void averageIsKeptAsSumAndNumberOfUsages() {
        for (String tokens : List.of("10", "20", "30", "40")) {
            add(Aggregation.AVG, usage("avg-01-" + tokens).of(tokens));
        }

        assertThat(today(Aggregation.AVG)).isEqualByComparingTo("100");
        assertThat(store.tally(today()).eventCount()).isEqualTo(4);
    }

    @Test
    void lateArrivalDoesNotReplaceTheLatestValue() {
        add(Aggregation.LAST, usage("latest-04-1").of("10").at("2026-03-05T00:00:00Z"));
        add(Aggregation.LAST, usage("latest-04-2").of("77").at("2026-03-12T00:00:00Z"));
        add(Aggregation.LAST, usage("latest-04-3").of("22").at("2026-03-08T00:00:00Z"));

        assertThat(quantity(Aggregation.LAST, march())).isEqualByComparingTo("77");
    }

    @ParameterizedTest(name = "case latest-05 in order {0}")
    @ValueSource(strings = {"abc", "cba", "bca"})
    void latestIsByMillisecondThenByIdInAnyOrder(String order) {
        Map<Integer, TestUsage> usages =
                Map.of(
                        (int) 'a', usage("a").of("1").at("2026-03-01T10:00:00.100Z"),
                        (int) 'b', usage("b").of("2").at("2026-03-01T10:00:00.900Z"),
                        (int) 'c', usage("c").of("3").at("2026-03-01T10:00:00.900Z"));

        order.chars().forEach(id -> add(Aggregation.LAST, usages.get(id)));

        assertThat(today(Aggregation.LAST)).isEqualByComparingTo("3");
    }

    @Test
    void latestOfOneTimeIsTheBytewiseGreatestIdBeyondTheBasicPlaneToo() {
        add(Aggregation.LAST, usage("😀").of("2"));
        add(Aggregation.LAST, usage("\uffff").of("1"));

        assertThat(today(Aggregation.LAST)).isEqualByComparingTo("2");
        assertThat(store.tally(today()).lastId()).isEqualTo("😀");
    }

    @Test
    void distinctValueLeavesWithItsLastUsage() {
        for (int user = 1; user <= 5; user++) {
            add(Aggregation.UNIQUE_COUNT, usage("unique-03-" + user).by("u-" + user));
        }
        add(Aggregation.UNIQUE_COUNT, usage("again").by("u-5"));

        take(Aggregation.UNIQUE_COUNT, usage("again").by("u-5"));
        assertThat(today(Aggregation.UNIQUE_COUNT)).isEqualByComparingTo("5");

        take(Aggregation.UNIQUE_COUNT, usage("unique-03-5").by("u-5"));
        assertThat(today(Aggregation.UNIQUE_COUNT)).isEqualByComparingTo("4");
    }

    @Test
    void voidedMaximumGivesWayToTheNextGreatest() {
        add(Aggregation.MAX, usage("a").of("5"));
        add(Aggregation.MAX, usage("b").of("20").at(NOON.plus(Duration.ofHours(3))));
        add(Aggregation.MAX, usage("c").of("20").at(NOON.plus(Duration.ofHours(4))));

        take(Aggregation.MAX, usage("b").of("20").at(NOON.plus(Duration.ofHours(3))));
        assertThat(today(Aggregation.MAX)).isEqualByComparingTo("20");

        take(Aggregation.MAX, usage("c").of("20").at(NOON.plus(Duration.ofHours(4))));
        assertThat(today(Aggregation.MAX)).isEqualByComparingTo("5");
    }

    @ParameterizedTest
    @EnumSource
    void windowWithoutLiveUsageHasNoQuantityButCounts(Aggregation aggregation) {
        add(aggregation, usage("a").of("0.5"));

        take(aggregation, usage("a").of("0.5"));

        BigDecimal nothing = today(aggregation);
        if (aggregation == Aggregation.COUNT || aggregation == Aggregation.UNIQUE_COUNT) {
            assertThat(nothing).isZero();
        } else {
            assertThat(nothing).isNull();
        }
        assertThat(store.tally(today()).eventCount()).isZero();
        assertThat(store.tally(today()).revision()).isEqualTo(2);
    }

    @Test
    void usageOnABoundaryBelongsToTheWindowThatBegins() {
        Instant april = Instant.parse("2026-04-01T00:00:00Z");
        add(Aggregation.COUNT, usage("prorate-02-a").at(april.minusMillis(1)));
        add(Aggregation.COUNT, usage("prorate-02-b").at(april));

        assertThat(quantity(Aggregation.COUNT, march())).isEqualByComparingTo("1");
        assertThat(quantity(Aggregation.COUNT, window(Granularity.PERIOD, april)))
                .isEqualByComparingTo("1");
        assertThat(quantity(Aggregation.COUNT, window(Granularity.MINUTE, april)))
                .isEqualByComparingTo("1");
    }

    @Test
    void dayOnWhichClocksGoForwardHas23Hours() {
        for (int day = 6; day <= 12; day++) {
            add(
                    Aggregation.SUM,
                    usage("dst-spring-" + day)
                            .of("100")
                            .in("America/Los_Angeles")
                            .at("2025-03-%02dT18:00:00Z".formatted(day)));
        }

        List<Long> hours =
                store.tallies().entrySet().stream()
                        .filter(window -> window.getKey().kind().equals("DAY"))
                        .sorted(Comparator.comparingLong(window -> window.getKey().startMillis()))
                        .map(
                                window ->
                                        Duration.ofMillis(
                                                        window.getValue().windowEndMillis()
                                                                - window.getKey().startMillis())
                                                .toHours())
                        .toList();
        assertThat(hours).containsExactly(24L, 24L, 24L, 23L, 24L, 24L, 24L);
    }

    @Test
    void usageCountsInTheTotalAndUnderItsDimensions() {
        add(Aggregation.SUM, usage("a").of("3").with("m-1"));
        add(Aggregation.SUM, usage("b").of("4").with("m-2"));

        assertThat(today(Aggregation.SUM)).isEqualByComparingTo("7");
        assertThat(todayWith(Aggregation.SUM, "{\"model\":\"m-1\"}")).isEqualByComparingTo("3");
        assertThat(todayWith(Aggregation.SUM, "{\"model\":\"m-2\"}")).isEqualByComparingTo("4");
    }

    @Test
    void windowThatWasCutAfterItBeganEndsWhereItWasCut() {
        UsageChange whole = usage("a").added(Aggregation.COUNT);
        Placement at = whole.placement();
        long cut = NOON.plus(Duration.ofHours(6)).toEpochMilli();
        Placement shorter =
                new Placement(
                        at.eventMillis(),
                        true,
                        at.dayStartMillis(),
                        cut,
                        at.periodStartMillis(),
                        cut,
                        null);
        UsageChange afterCut =
                new UsageChange("shop", "acme", "b", shorter, whole.contribution(), 0, 1);

        series.apply(whole, NOON.toEpochMilli());
        series.apply(afterCut, NOON.toEpochMilli());
        series.apply(whole, NOON.toEpochMilli());

        assertThat(store.tally(today()).windowEndMillis()).isEqualTo(cut);
        assertThat(store.tally(today()).eventCount()).isEqualTo(3);
    }

    @Test
    void changeIsAnAdditionOrATakingBack() {
        UsageChange change = usage("a").added(Aggregation.SUM);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new UsageChange(
                                        "shop",
                                        "acme",
                                        "a",
                                        change.placement(),
                                        change.contribution(),
                                        0,
                                        0))
                .withMessageContaining("was 0");
    }
}
