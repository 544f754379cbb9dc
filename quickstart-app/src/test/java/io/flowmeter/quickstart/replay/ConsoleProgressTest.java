package io.flowmeter.quickstart.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

    private final StringWriter text = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();
    private final ConsoleProgress lines =
            new ConsoleProgress(new PrintWriter(text), false, nanos::get);

    @Test
    void fileGetsALineEveryFewSecondsAndOneAtTheEnd() {
        try (var progress = lines.start("counted", 30_000)) {
            for (int second = 1; second <= 10; second++) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                progress.at(second * 3_000L);
            }
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "counted: 15,000 of 30,000 events in 5.0 s (3,000/s)",
                        "counted: 30,000 of 30,000 events in 10.0 s (3,000/s)");
    }

    @Test
    void workThatIsGivenUpSaysHowFarItCame() {
        try (var progress = lines.start("counted", 30_000)) {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            progress.at(10);
        }

        assertThat(text.toString().lines())
                .containsExactly("counted: 10 of 30,000 events in 2.0 s (5/s)");
    }
}
