package io.flowmeter.bench.faults;

import io.flowmeter.bench.measure.Percentiles;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What struck, and how long recovery took, as tables. */
final class FaultTables {

    private final ReportText text;
    private final List<Recovery> recoveries;

    FaultTables(ReportText text, List<Recovery> recoveries) {
        this.text = text;
        this.recoveries = recoveries;
    }

    /** Times of recovery by kind of fault. */
    void byKind() {
        text.line("");
        text.line("## Faults and recovery");
        text.line("");
        text.line(
                "Recovery is the time from the repair of the cause (process started again, disk free,"
                        + " job submitted) until a reader saw everything that had been appended by"
                        + " then.");
        text.line("");
        text.line("| fault | times | recovery p50 | p95 | longest |");
        text.line("|---|--:|--:|--:|--:|");
        Map<FaultKind, List<Recovery>> byKind =
                recoveries.stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.strike().kind(),
                                        TreeMap::new,
                                        Collectors.toList()));
        byKind.forEach((kind, some) -> kindLine(kind.description(), some));
        kindLine("**all**", recoveries);
    }

    private void kindLine(String name, Collection<Recovery> some) {
        Percentiles recovery = recovery(some);
        text.line(
                "| %s | %d | %s | %s | %s |",
                name,
                some.size(),
                Percentiles.seconds(recovery.p50()),
                Percentiles.seconds(recovery.p95()),
                Percentiles.seconds(recovery.max()));
    }

    /** One line per fault. */
    void each() {
        text.line("");
        text.line("## Every fault");
        text.line("");
        text.line("| # | at | fault | target | cause gone after | recovery |");
        text.line("|--:|--:|---|---|--:|--:|");
        Instant start = recoveries.isEmpty() ? Instant.EPOCH : recoveries.get(0).strike().at();
        for (Recovery recovery : recoveries) {
            Strike strike = recovery.strike();
            Duration at = Duration.between(start, strike.at());
            text.line(
                    "| %d | %d:%02d | %s | %s | %s | %s |",
                    strike.number(),
                    at.toMinutes(),
                    at.toSecondsPart(),
                    strike.kind().label(),
                    strike.target(),
                    Percentiles.seconds(strike.absence()),
                    recovery.duration().map(Percentiles::seconds).orElse("not seen"));
        }
    }

    /** Of faults that were recovered from. */
    static Percentiles recovery(Collection<Recovery> some) {
        return Percentiles.of(
                some.stream().map(Recovery::duration).flatMap(Optional::stream).toList());
    }
}
