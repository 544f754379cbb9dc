package io.flowmeter.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.bench.measure.Machine;
import io.flowmeter.bench.notification.NotificationOutcome;
import io.flowmeter.bench.oracle.Comparison;
import io.flowmeter.bench.watch.Availability;
import io.flowmeter.bench.watch.Freshness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultReportTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void oneOfAThingIsNoMoreThanOne() {
        assertThat(report().summary())
                .contains("\n1 fault, recovery p50 2.0 s,")
                .contains("; 1 violation\n")
                .endsWith(
                        "told: 1 crossing, 1 notification, 1 webhook delivery (0 received again),"
                                + " 0 not exactly once");
    }

    @Test
    void pageCountsCrossingsByWindowAndDirectionAndWhatTopicsHoldAgain(@TempDir Path directory)
            throws Exception {
        String page = Files.readString(report().write(directory));

        assertThat(page)
                .startsWith(
                        "# 1 fault, 0 of 7 rows different, 1 violation seen by readers,"
                                + " 0 of 1 crossing not told once\n")
                .contains(
                        "| topic threshold-crossings | 6 | 5 |",
                        "| threshold_crossing | 1 | 0 |",
                        "| PT60M | 0 | 1 |",
                        "| PERIOD | 0 | 0 |");
    }

    private static FaultReport report() {
        var strike = new Strike(1, FaultKind.KILL_API, "api-1", NOON.minusSeconds(9), NOON);
        var outcome =
                new FaultOutcome(
                        List.of(new Recovery(strike, Optional.of(NOON.plusSeconds(2)))),
                        List.of(),
                        Map.of(),
                        0,
                        new Freshness(),
                        new Availability(),
                        new Availability(),
                        1,
                        List.of("a violation"),
                        List.of(),
                        new NotificationOutcome(
                                1,
                                new TreeMap<>(Map.of("PT60M RECOVERED", 1L)),
                                1,
                                1,
                                0,
                                0,
                                List.of()),
                        new Comparison(
                                Map.of("threshold_crossing", 1L, "topic threshold-crossings", 6L),
                                Map.of("topic threshold-crossings", 5L),
                                0,
                                List.of(),
                                List.of(),
                                List.of()));
        return new FaultReport(
                "page", "bench/faults", outcome, new Machine("a processor", 2, 24, "a JVM", "abc"));
    }
}
