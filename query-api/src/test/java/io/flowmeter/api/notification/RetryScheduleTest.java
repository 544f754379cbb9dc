package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void boundsGrowFourfoldUpToADay() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(RetrySchedule::bound))
                .containsExactly(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(160),
                        Duration.ofSeconds(640),
                        Duration.ofSeconds(2_560),
                        Duration.ofSeconds(10_240),
                        Duration.ofSeconds(40_960),
                        Duration.ofHours(24),
                        Duration.ofHours(24));
    }

    @Test
    void waitsAreSpreadOverTheWholeBound() {
        var schedule = new RetrySchedule(new Random(7));

        var waits =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> schedule.delayAfter(2).orElseThrow().toMillis())
                        .toList();

        assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 40_000);
        assertThat(waits.stream().mapToLong(wait -> wait).average().orElseThrow())
                .isBetween(18_000.0, 22_000.0);
        assertThat(waits).anyMatch(wait -> wait < 1_000).anyMatch(wait -> wait > 39_000);
    }

    @Test
    void twelfthAttemptIsTheLast() {
        var schedule = new RetrySchedule(new Random(7));

        assertThat(schedule.delayAfter(11)).isPresent();
        assertThat(schedule.delayAfter(12)).isEmpty();
    }
}
