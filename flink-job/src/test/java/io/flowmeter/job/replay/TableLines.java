package io.flowmeter.job.replay;

import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.window.SlicePolicy;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.datasketches.hll.HllSketch;

/**
 * Tables as sorted lines of text, for comparison. Minutes old enough to be purged are left out;
 * sketches are what they say, for their bytes tell the order in which values came.
 */
final class TableLines {
    private TableLines() {}

    /**
     * All that does not depend on the order in which partitions are read. What does is named in
     * {@code IdentityHistory} and {@code StoredTables}; beside it the end of a window that a change
     * of the tenant cuts: the first event read that knows of the cut brings it, also if it is a
     * copy that does not count.
     */
    static Map<String, List<String>> numbers(Outcome outcome) throws SQLException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        lines.put(
                "usage_aggregate",
                lines(
                        aggregates(outcome).stream().filter(row -> row.eventCount() > 0).toList(),
                        TableLines::line));
        lines.put("rolling_usage", rollings(outcome));
        lines.put("event_count", counts(outcome));
        lines.put(
                "audit_log",
                lines(outcome.tables().audits(), TableLines::line).stream().distinct().toList());
        return lines;
    }

    /** Everything but the revisions of rolling quantities, which tell when time passed. */
    static Map<String, List<String>> everything(Outcome outcome) throws SQLException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        lines.put("event_count", lines(outcome.tables().counts(), Object::toString));
        lines.put(
                "usage_aggregate",
                lines(
                        aggregates(outcome),
                        row ->
                                String.join(
                                        "|",
                                        line(row),
                                        "ends " + row.windowEndMillis(),
                                        "revision " + row.revision())));
        lines.put("rolling_usage", rollings(outcome));
        lines.put("audit_log", lines(outcome.tables().audits(), Object::toString));
        lines.put("event_conflict", lines(outcome.tables().conflicts(), Object::toString));
        return lines;
    }

    /** Duplicates and conflicts as one. */
    private static List<String> counts(Outcome outcome) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        for (EventCount row : outcome.tables().counts()) {
            boolean isCopy = row.verdict().equals("CONFLICT") || row.verdict().equals("DUPLICATE");
            String verdict = isCopy ? "DUPLICATE" : row.verdict();
            counts.merge(
                    String.join("|", row.namespace(), verdict, row.detail()),
                    row.events(),
                    Long::sum);
        }
        return lines(counts.entrySet(), Object::toString);
    }

    private static List<UsageAggregate> aggregates(Outcome outcome) throws SQLException {
        long purgedUntil =
                outcome.scenario().events().endMillis()
                        - SlicePolicy.DEFAULT.minuteAge().toMillis();
        return outcome.tables().aggregates().stream()
                .filter(
                        row ->
                                !row.granularity().equals("MINUTE")
                                        || row.windowStartMillis() >= purgedUntil)
                .toList();
    }

    private static String line(UsageAggregate row) {
        return String.join(
                "|",
                row.namespace(),
                row.tenant(),
                row.meter(),
                row.aggregation(),
                row.granularity(),
                "from " + row.windowStartMillis(),
                row.dimensions(),
                row.eventCount() + " events",
                String.valueOf(row.quantity()),
                "last " + row.lastEventMillis() + " " + row.lastEventId(),
                row.sketch() == null
                        ? "no sketch"
                        : "about " + HllSketch.heapify(row.sketch()).getEstimate());
    }

    private static String line(CorrectionAudit row) {
        return String.join(
                "|", row.namespace(), row.tenant(), row.actor(), row.action(), row.targetId());
    }

    private static List<String> rollings(Outcome outcome) throws SQLException {
        return lines(
                outcome.tables().rollings().stream().filter(row -> row.eventCount() > 0).toList(),
                row ->
                        String.join(
                                "|",
                                row.namespace(),
                                row.tenant(),
                                row.meter(),
                                row.aggregation(),
                                row.horizon(),
                                "as of " + row.asOfMillis(),
                                row.eventCount() + " events",
                                String.valueOf(row.quantity())));
    }

    private static <T> List<String> lines(Collection<T> rows, Function<T, String> line) {
        return rows.stream().map(line).sorted().toList();
    }
}
