package io.flowmeter.bench.oracle;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the event log and the catalog, computes what the tables must hold, and compares. One class
 * per table says what must be in it.
 */
public final class Oracle {
    private Oracle() {}

    /**
     * Compares all tables with the whole log.
     *
     * @throws JobBehindException if the job has not read the log to its end
     * @throws SQLException if the database cannot be read
     */
    public static Comparison compare(OracleSettings settings) throws SQLException {
        try (Snapshot snapshot = Snapshot.open(settings)) {
            Progress progress = snapshot.progress();
            // After the snapshot: what was appended later is seen, and then the job is behind.
            List<LogRecord> log =
                    TopicReader.readLog(settings.bootstrapServers(), settings.eventsTopic());
            requireRead(progress, log);
            List<LogRecord> letters =
                    TopicReader.readAny(settings.bootstrapServers(), settings.deadLetterTopic());
            return compare(snapshot, progress, log, letters, settings);
        }
    }

    /**
     * @param log in append order
     * @param letters what the topic of dead letters holds
     */
    static Comparison compare(
            Snapshot snapshot,
            Progress progress,
            List<LogRecord> log,
            List<LogRecord> letters,
            OracleSettings settings)
            throws SQLException {
        List<Versions.Change> catalog = snapshot.catalog();
        Expectation expected = Expectation.of(log, catalog, settings);
        Comparison.Builder result = new Comparison.Builder();
        for (ExpectedTable table : tables(expected, progress, log, settings)) {
            compare(snapshot, table, result);
        }
        compare(
                snapshot,
                new ExpectedCrossings(expected.outcomes(), new LimitRules(catalog), progress),
                result);
        var topic = new ExpectedDeadLetterTopic(settings.deadLetterTopic(), expected.letters());
        TableComparison comparison = new TableComparison(topic, result);
        letters.forEach(letter -> comparison.found(ExpectedDeadLetterTopic.row(letter)));
        comparison.finish();
        conservation(snapshot, expected.verdicts().records(), result);
        return result.build();
    }

    private static void compare(Snapshot snapshot, ExpectedTable table, Comparison.Builder result)
            throws SQLException {
        TableComparison comparison = new TableComparison(table, result);
        snapshot.forEachRow(table.query(), comparison::found);
        comparison.finish();
    }

    /** Every table that follows from log and progress alone, in the order of the comparison. */
    private static List<ExpectedTable> tables(
            Expectation expected, Progress progress, List<LogRecord> log, OracleSettings settings) {
        Instant lastAppend =
                Instant.ofEpochMilli(log.isEmpty() ? 0 : log.get(log.size() - 1).appendMillis());
        Instant purgedBefore = progress.ahead().minus(settings.minuteAge());
        return List.of(
                new ExpectedAggregates(expected.outcomes(), purgedBefore),
                new ExpectedRolling(expected.outcomes(), progress, lastAppend),
                new ExpectedVerdicts(expected.verdicts()),
                new ExpectedConservation(expected.verdicts()),
                new ExpectedConflicts(expected.outcomes()),
                new ExpectedDeadLetters(expected.letters()),
                new ExpectedAudits(expected.outcomes()));
    }

    private static void requireRead(Progress progress, List<LogRecord> log) {
        if (log.isEmpty()) {
            return;
        }
        LogRecord last = log.get(log.size() - 1);
        if (!progress.completeBefore().isAfter(Instant.ofEpochMilli(last.appendMillis()))) {
            throw new JobBehindException(progress.completeBefore(), last);
        }
    }

    private static void conservation(
            Snapshot snapshot, Map<String, Long> records, Comparison.Builder result)
            throws SQLException {
        Map<String, Map<String, Long>> found = new TreeMap<>();
        records.keySet().forEach(namespace -> found.put(namespace, new TreeMap<>()));
        snapshot.forEachRow(
                """
                SELECT namespace, verdict, sum(events)::bigint AS events
                  FROM event_count
                 WHERE generation = :generation
                 GROUP BY namespace, verdict
                """,
                row ->
                        found.computeIfAbsent(row.text("namespace"), none -> new TreeMap<>())
                                .put(row.text("verdict"), row.number("events")));
        found.forEach(
                (namespace, verdicts) ->
                        result.conserves(
                                String.format(
                                        "namespace %s: %,d in the log, %,d verdicts: %s",
                                        namespace.isEmpty() ? "(none)" : namespace,
                                        records.getOrDefault(namespace, 0L),
                                        verdicts.values().stream().mapToLong(n -> n).sum(),
                                        verdicts)));
    }
}
