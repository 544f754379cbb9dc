package io.flowmeter.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredPageTest {
    private static final Machine MACHINE = new Machine("a processor", 2, 24, "a JVM", "abc123");
    private static final Goal GOAL = new Goal(95, Duration.ofMillis(200), 1_900);

    @Test
    void percentilesAreByNearestRank() {
        Percentiles times = times(200);

        assertThat(times.p50()).hasMillis(100);
        assertThat(times.p95()).hasMillis(190);
        assertThat(times.at(99)).hasMillis(198);
        assertThat(times.max()).hasMillis(200);
        assertThat(Percentiles.of(List.of()).p95()).isZero();
    }

    @Test
    void goalIsForTheMedianOfTheRounds() {
        assertThat(GOAL.isMet(List.of(round(100), round(300), round(200)))).isTrue();
        assertThat(GOAL.isMet(List.of(round(100), round(300), round(300)))).isFalse();
        assertThat(GOAL.verdict(List.of(round(300)))).isEqualTo("**not met**");
    }

    @Test
    void goalIsNotMetWhereSomethingHasNotCome() {
        assertThat(GOAL.isMet(List.of(new Round(2_000, 101, times(100))))).isFalse();
    }

    @Test
    void goalIsNotShownUnderLessLoad() {
        List<Round> rounds = List.of(new Round(1_899, 100, times(100)));

        assertThat(GOAL.isMet(rounds)).isFalse();
        assertThat(GOAL.verdict(rounds)).isEqualTo("**not shown**: it asks for 1,900 a second");
    }

    @Test
    void pageNamesMachineCommitLoadRoundsAndGoals() {
        var page = new MeasuredPage("Title", "bench/x --y 1", "Alone.", MACHINE, Instant.EPOCH);
        var measured =
                List.of(
                        new Measured("check", List.of(GOAL), List.of(round(100), round(200))),
                        new Measured("other", List.of(), List.of(new Round(7, 101, times(100)))));

        page.medians(measured);
        page.rounds("events/s", measured);

        assertThat(page.toString())
                .startsWith("# Title\n\n`bench/x --y 1`\non a processor, 2 cores, 24 GiB,")
                .contains(
                        ", commit abc123, 1970-01-01T00:00:00Z. Alone.",
                        "| check | 100 ms | 190 ms | 198 ms | 200 ms | p95 ≤ 200 ms | met |",
                        "| other | 50.00 ms | 95.00 ms | 99.00 ms | 100 ms |  |  |",
                        "| measured | round | events/s | times | p50 | p95 | p99 | max |",
                        "| check | 2 | 2,000 | 200 | 100 ms | 190 ms | 198 ms | 200 ms |",
                        "| other | 1 | 7 | **100 of 101** | 50.00 ms |");
    }

    @Test
    void thingsAreCountedAsPeopleSayThem() {
        assertThat(Count.of(1, "fault")).isEqualTo("1 fault");
        assertThat(Count.of(0, "fault")).isEqualTo("0 faults");
        assertThat(Count.of(1_200, "row")).isEqualTo("1,200 rows");
    }

    private static Round round(int longestMillis) {
        return new Round(2_000, longestMillis, times(longestMillis));
    }

    /** 1 ms, 2 ms and so on. */
    private static Percentiles times(int count) {
        List<Duration> times = new ArrayList<>();
        for (int millis = count; millis > 0; millis--) {
            times.add(Duration.ofMillis(millis));
        }
        return Percentiles.of(times);
    }
}
