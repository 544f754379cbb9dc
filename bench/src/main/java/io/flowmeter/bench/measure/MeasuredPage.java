package io.flowmeter.bench.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A measurement as a page for people, in Markdown. */
public final class MeasuredPage {
    private static final List<Integer> PERCENTS = List.of(50, 95, 99, 100);

    private final List<String> lines = new ArrayList<>();

    /**
     * @param command what makes such a page
     * @param setting what ran beside what, as a sentence
     */
    public MeasuredPage(String title, String command, String setting, Machine machine, Instant at) {
        lines.add("# " + title);
        lines.add("");
        lines.add("`%s`".formatted(command));
        lines.add(
                "on %s, commit %s, %s. %s"
                        .formatted(
                                machine,
                                machine.commit(),
                                at.truncatedTo(ChronoUnit.SECONDS),
                                setting));
    }

    /**
     * @param what is counted per second
     */
    public void rounds(String what, List<Measured> all) {
        lines.add("");
        lines.add("| measured | round | %s | times | p50 | p95 | p99 | max |".formatted(what));
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|");
        for (Measured one : all) {
            for (int i = 0; i < one.rounds().size(); i++) {
                Round round = one.rounds().get(i);
                lines.add(
                        "| %s | %d | %,d | %s | %s |"
                                .formatted(
                                        one.what(),
                                        i + 1,
                                        round.perSecond(),
                                        times(round),
                                        cells(round.times())));
            }
        }
    }

    /** The median of the rounds, and whether it is as promised. */
    public void medians(List<Measured> all) {
        lines.add("");
        lines.add("| median of the rounds | p50 | p95 | p99 | max | goal | |");
        lines.add("|---|--:|--:|--:|--:|---|---|");
        for (Measured one : all) {
            List<String> cells = new ArrayList<>();
            cells.add(one.what());
            PERCENTS.forEach(percent -> cells.add(millis(Goal.median(percent, one.rounds()))));
            cells.add(String.join(", ", one.goals().stream().map(MeasuredPage::promise).toList()));
            cells.add(
                    String.join(
                            ", ",
                            one.goals().stream().map(goal -> goal.verdict(one.rounds())).toList()));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
    }

    private static String promise(Goal goal) {
        return "p%d ≤ %s".formatted(goal.percent(), millis(goal.most()));
    }

    private static String times(Round round) {
        return round.isComplete()
                ? "%,d".formatted(round.asked())
                : "**%,d of %,d**".formatted(round.times().count(), round.asked());
    }

    private static String cells(Percentiles times) {
        return String.join(
                " | ", PERCENTS.stream().map(percent -> millis(times.at(percent))).toList());
    }

    private static String millis(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 100 ? "%,.2f ms" : "%,.0f ms", millis);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
