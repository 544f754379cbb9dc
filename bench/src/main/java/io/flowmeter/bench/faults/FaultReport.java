package io.flowmeter.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run as a page for people, with the picture of its lag. */
final class FaultReport {

    private final String name;
    private final String command;
    private final FaultOutcome outcome;
    private final Machine machine;
    private final StringBuilder text = new StringBuilder();

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
        Percentiles recovery = recovery(outcome.recoveries());
        return """
                %s
                %d faults, recovery p50 %s, p95 %s, longest %s; %d not recovered from
                %s
                readers: %s; %d violations
                told: %s
                """
                .formatted(
                        outcome.isExact() ? "✓ exact" : "✗ NOT exact",
                        outcome.recoveries().size(),
                        Percentiles.seconds(recovery.p50()),
                        Percentiles.seconds(recovery.p95()),
                        Percentiles.seconds(recovery.max()),
                        outcome.recoveries().size() - recovery.count(),
                        outcome.comparison(),
                        outcome.database(),
                        outcome.violationCount(),
                        outcome.notifications())
                .strip();
    }

    private String page() {
        head();
        faultsByKind();
        rows();
        readers();
        notifications();
        load();
        everyFault();
        return text.toString();
    }

    private void head() {
        line("# %d faults, %s", outcome.recoveries().size(), verdict());
        line("");
        line("`%s`", command);
        line("on %s; commit %s.", machine, machine.commit());
        line("");
        line("![Age of the newest complete numbers over time](%s.svg)", name);
    }

    private String verdict() {
        return """
                %,d rows different of %,d, %d violations seen by readers, \
                %,d of %,d crossings not told once"""
                .formatted(
                        outcome.comparison().differenceCount(),
                        outcome.comparison().rowCount(),
                        outcome.violationCount(),
                        outcome.notifications().problemCount(),
                        outcome.notifications().crossings());
    }

    private void faultsByKind() {
        line("");
        line("## Faults and recovery");
        line("");
        line(
                "Recovery is the time from the repair of the cause (process started again, disk free,"
                        + " job submitted) until a reader saw everything that had been appended by"
                        + " then.");
        line("");
        line("| fault | times | recovery p50 | p95 | longest |");
        line("|---|--:|--:|--:|--:|");
        Map<FaultKind, List<Recovery>> byKind =
                outcome.recoveries().stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.strike().kind(),
                                        TreeMap::new,
                                        Collectors.toList()));
        byKind.forEach((kind, recoveries) -> kindLine(kind.description(), recoveries));
        kindLine("**all**", outcome.recoveries());
    }

    private void kindLine(String name, Collection<Recovery> recoveries) {
        Percentiles recovery = recovery(recoveries);
        line(
                "| %s | %d | %s | %s | %s |",
                name,
                recoveries.size(),
                Percentiles.seconds(recovery.p50()),
                Percentiles.seconds(recovery.p95()),
                Percentiles.seconds(recovery.max()));
    }

    private void rows() {
        var comparison = outcome.comparison();
        line("");
        line("## Every row against the raw log");
        line("");
        line("| table | rows compared |");
        line("|---|--:|");
        comparison.rows().forEach((table, count) -> line("| %s | %,d |", table, count));
        line("| **different** | **%,d** |", comparison.differenceCount());
        line("");
        line("Conservation:");
        comparison.conservation().forEach(namespace -> line("- %s", namespace));
        list("What could not be compared:", comparison.notes());
        list("Differences:", comparison.differences().stream().map(String::valueOf).toList());
    }

    private void readers() {
        line("");
        line("## What readers saw");
        line("");
        line("- tables: %s", outcome.database());
        line("- API: %s", outcome.api());
        line(
                "- age of the newest complete numbers, outages of Postgres not counted: p50 %s,"
                        + " p95 %s, longest %s",
                lag(50), lag(95), lag(100));
        line("- steps back, holes and other violations: %d", outcome.violationCount());
        list("Violations:", outcome.violations());
        list("Processes that ended on their own:", outcome.incidents());
    }

    private void notifications() {
        line("");
        line("## Who was told");
        line("");
        line(
                "%s. A notification is one if its crossing has no other; a delivery, if its endpoint"
                        + " has no other of it and received it.",
                outcome.notifications());
        list("Not exactly once:", outcome.notifications().problems());
    }

    private void load() {
        line("");
        line("## What was sent");
        line("");
        line("| kind | records |");
        line("|---|--:|");
        outcome.sent()
                .forEach(
                        (kind, count) ->
                                line(
                                        "| %s | %,d |",
                                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                        count));
        if (outcome.echoes() > 0) {
            line("| the earlier release's log once more | %,d |", outcome.echoes());
        }
        list("Refused for good by Kafka or the API:", outcome.problems());
    }

    private void everyFault() {
        line("");
        line("## Every fault");
        line("");
        line("| # | at | fault | target | cause gone after | recovery |");
        line("|--:|--:|---|---|--:|--:|");
        Instant start = outcome.recoveries().isEmpty() ? Instant.EPOCH : strikes().get(0).at();
        for (Recovery recovery : outcome.recoveries()) {
            Strike strike = recovery.strike();
            Duration at = Duration.between(start, strike.at());
            line(
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

    private void list(String title, List<String> items) {
        if (!items.isEmpty()) {
            line("");
            line("%s", title);
            items.forEach(item -> line("- %s", item));
        }
    }

    private List<Strike> strikes() {
        return outcome.recoveries().stream().map(Recovery::strike).toList();
    }

    private String lag(int percent) {
        return outcome.freshness().percentile(percent).map(Percentiles::seconds).orElse("unknown");
    }

    private static Percentiles recovery(Collection<Recovery> recoveries) {
        return Percentiles.of(
                recoveries.stream().map(Recovery::duration).flatMap(Optional::stream).toList());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
