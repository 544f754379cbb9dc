package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void fiveTriesFitIntoThirtySeconds() {
        var elapsed = Duration.ZERO;
        var tries = 1;
        while (Backoff.DEFAULT.allowsAnother(tries, elapsed)) {
            elapsed = elapsed.plus(Backoff.DEFAULT.delayAfter(tries++));
        }

        assertThat(tries).isEqualTo(5);
        assertThat(elapsed).isEqualTo(Duration.ofMillis(250 + 1_000 + 4_000 + 16_000));
    }

    @Test
    void noTryBeginsAfterTheLimit() {
        assertThat(Backoff.DEFAULT.allowsAnother(1, Duration.ofSeconds(29))).isTrue();
        assertThat(Backoff.DEFAULT.allowsAnother(1, Duration.ofSeconds(30))).isFalse();
    }
}
