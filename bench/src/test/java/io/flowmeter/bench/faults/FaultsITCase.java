package io.flowmeter.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.bench.measure.Machine;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short run of the harness, always the same faults; {@code bench/faults} makes long ones. */
class FaultsITCase {

    @Test
    void everyRowIsAsTheLogSaysAfterManyFaults() throws Exception {
        FaultPlan plan =
                new FaultPlan(
                        42,
                        Duration.ofSeconds(100),
                        200,
                        Duration.ofSeconds(6),
                        GoldenRelease.newest(ClusterDirectory.inTarget("../golden").normalize()),
                        ClusterDirectory.inTarget("faults-it"));
        Progress progress = new Progress(System.out);
        Clock clock = Clock.systemUTC();

        FaultOutcome outcome = new FaultRun(plan, SeededFaults.of(plan), clock, progress).run();

        FaultReport report =
                new FaultReport(
                        "faults-it", plan.command(), outcome, Machine.here(plan.directory()));
        report.write(plan.directory().resolve("report"));
        assertThat(outcome.comparison().differences()).isEmpty();
        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.notifications().problems()).isEmpty();
        assertThat(outcome.notifications().byWindow())
                .as("what the load must have crossed")
                .containsKeys(
                        "PERIOD CROSSED", "PERIOD RECOVERED", "MONTH CROSSED", "PT60M CROSSED");
        assertThat(outcome.incidents()).isEmpty();
        assertThat(outcome.recoveries()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(outcome.comparison().rowCount()).isGreaterThan(10_000);
        assertThat(outcome.isExact()).as(report.summary()).isTrue();
    }
}
