package io.flowmeter.bench.faults;

import io.flowmeter.bench.measure.Count;
import io.flowmeter.bench.measure.Machine;
import io.flowmeter.bench.measure.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A run as a page for people, with the picture of its lag. */
final class FaultReport {

    private final String name;
    private final String command;
    private final FaultOutcome outcome;
    private final Machine machine;
    private final ReportText text = new ReportText();

    /**
     * @param name of the page and the picture
     * @param command what makes such a run
     */
    FaultReport(String name, String command, FaultOutcome outcome, Machine machine) {
        this.name = name;
        this.command = command;
        this.outcome = outcome;
        this.machine = machine;
    }

    /** Writes the page and the picture beside it. */
    Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        var lags = new TreeMap<Instant, Duration>();
        outcome.freshness().samples().forEach(each -> lags.put(each.readAt(), each.lag()));
        if (!lags.isEmpty()) {
            Files.writeString(
                    directory.resolve(name + ".svg"), new LagChart(lags, strikes()).svg());
        }
        Path page = directory.resolve(name + ".md");
        Files.writeString(page, page());
        return page;
    }

    /** What matters most, in a few lines. */
    String summary() {
        Percentiles recovery = FaultTables.recovery(outcome.recoveries());
        return """
                %s
                %s, recovery p50 %s, p95 %s, longest %s; %d not recovered from
                %s
                readers: %s; %s
                told: %s
                """
                .formatted(
                        outcome.isExact() ? "✓ exact" : "✗ NOT exact",
                        faultCount(),
                        Percentiles.seconds(recovery.p50()),
                        Percentiles.seconds(recovery.p95()),
                        Percentiles.seconds(recovery.max()),
                        outcome.recoveries().size() - recovery.count(),
                        outcome.comparison(),
                        outcome.database(),
                        Count.of(outcome.violationCount(), "violation"),
                        outcome.notifications())
                .strip();
    }

    private String page() {
        var faults = new FaultTables(text, outcome.recoveries());
        head();
        faults.byKind();
        rows();
        readers();
        new ToldTables(text, outcome.notifications()).write();
        load();
        faults.each();
        return text.toString();
    }

    private void head() {
        text.line("# %s, %s", faultCount(), verdict());
        text.line("");
        text.line("`%s`", command);
        text.line("on %s; commit %s.", machine, machine.commit());
        text.line("");
        text.line("![Age of the newest complete numbers over time](%s.svg)", name);
    }

    private String verdict() {
        return """
                %,d of %s different, %s seen by readers, \
                %,d of %s not told once"""
                .formatted(
                        outcome.comparison().differenceCount(),
                        Count.of(outcome.comparison().rowCount(), "row"),
                        Count.of(outcome.violationCount(), "violation"),
                        outcome.notifications().problemCount(),
                        Count.of(outcome.notifications().crossings(), "crossing"));
    }

    private String faultCount() {
        return Count.of(outcome.recoveries().size(), "fault");
    }

    private void rows() {
        var comparison = outcome.comparison();
        text.line("");
        text.line("## Every row against the raw log");
        text.line("");
        text.line("| table or topic | rows compared | of them once more |");
        text.line("|---|--:|--:|");
        comparison
                .rows()
                .forEach(
                        (table, count) ->
                                text.line(
                                        "| %s | %,d | %,d |",
                                        table,
                                        count,
                                        comparison.repeated().getOrDefault(table, 0L)));
        text.line("| **different** | **%,d** | |", comparison.differenceCount());
        text.line("");
        text.line("Topics are written at least once: what stands there again must be the same.");
        text.line("");
        text.line("");
        text.line("Conservation:");
        comparison.conservation().forEach(namespace -> text.line("- %s", namespace));
        text.list("What could not be compared:", comparison.notes());
        text.list("Differences:", comparison.differences().stream().map(String::valueOf).toList());
    }

    private void readers() {
        text.line("");
        text.line("## What readers saw");
        text.line("");
        text.line("- tables: %s", outcome.database());
        text.line("- API: %s", outcome.api());
        text.line(
                "- age of the newest complete numbers, outages of Postgres not counted: p50 %s,"
                        + " p95 %s, longest %s",
                lag(50), lag(95), lag(100));
        text.line("- steps back, holes and other violations: %d", outcome.violationCount());
        text.list("Violations:", outcome.violations());
        text.list("Processes that ended on their own:", outcome.incidents());
    }

    private void load() {
        text.line("");
        text.line("## What was sent");
        text.line("");
        text.line("| kind | records |");
        text.line("|---|--:|");
        outcome.sent()
                .forEach(
                        (kind, count) ->
                                text.line(
                                        "| %s | %,d |",
                                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                        count));
        if (outcome.echoes() > 0) {
            text.line("| the earlier release's log once more | %,d |", outcome.echoes());
        }
        text.list("Refused for good by Kafka or the API:", outcome.problems());
    }

    private List<Strike> strikes() {
        return outcome.recoveries().stream().map(Recovery::strike).toList();
    }

    private String lag(int percent) {
        return outcome.freshness().percentile(percent).map(Percentiles::seconds).orElse("unknown");
    }
}
