package io.flowmeter.bench.faults;

import io.flowmeter.bench.notification.NotificationOutcome;
import java.util.List;

/** Which crossings there were, and whether people were told, as tables. */
final class ToldTables {

    private static final List<String> WINDOWS =
            List.of("PERIOD", "MONTH", "PT60M", "PT24H", "P30D");

    private final ReportText text;
    private final NotificationOutcome outcome;

    ToldTables(ReportText text, NotificationOutcome outcome) {
        this.text = text;
        this.outcome = outcome;
    }

    void write() {
        text.line("");
        text.line("## Who was told");
        text.line("");
        text.line(
                "%s. A notification is one if its crossing has no other; a delivery, if its endpoint"
                        + " has no other of it and received it.",
                outcome);
        text.line("");
        text.line("| window of the limit | crossed | recovered |");
        text.line("|---|--:|--:|");
        for (String window : WINDOWS) {
            text.line(
                    "| %s | %,d | %,d |",
                    window, count(window, "CROSSED"), count(window, "RECOVERED"));
        }
        text.list("Not exactly once:", outcome.problems());
    }

    private long count(String window, String direction) {
        return outcome.byWindow().getOrDefault(window + " " + direction, 0L);
    }
}
