package io.flowmeter.bench.oracle;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the event log and the catalog, computes what tables and topics must hold, and compares. One
 * class per table or topic says what must be in it.
 */
public final class Oracle {
    private Oracle() {}

    /**
     * Compares all tables and topics with the whole log.
     *
     * @throws JobBehindException if the job has not read the log to its end
     * @throws SQLException if the database cannot be read
     */
    public static Comparison compare(OracleSettings settings) throws SQLException {
        try (Snapshot snapshot = Snapshot.open(settings)) {
            Progress progress = snapshot.progress();
            // After the snapshot: what was appended later is seen, and then the job is behind; and
            // every row of the tables was in its topic before.
            ReadTopics topics = ReadTopics.of(settings);
            requireRead(progress, topics.log());
            return compare(snapshot, progress, topics, settings);
        }
    }

    static Comparison compare(
            Snapshot snapshot, Progress progress, ReadTopics topics, OracleSettings settings)
            throws SQLException {
        List<Versions.Change> catalog = snapshot.catalog();
        Expectation expected = Expectation.of(topics.log(), catalog, settings);
        Comparison.Builder result = new Comparison.Builder();
        for (ExpectedTable table : tables(expected, progress, topics.log(), settings)) {
            compare(snapshot, table, result);
        }
        var crossings =
                new ExpectedCrossings(expected.outcomes(), new LimitRules(catalog), progress);
        compare(snapshot, crossings, result);
        var crossingTopic = new ExpectedCrossingTopic(settings.crossingTopic(), crossings);
        snapshot.forEachRow(crossings.query(), crossingTopic::stored);
        compare(topics.crossings(), ExpectedCrossingTopic::row, crossingTopic, result);
        compare(
                topics.letters(),
                ExpectedDeadLetterTopic::row,
                new ExpectedDeadLetterTopic(settings.deadLetterTopic(), expected.letters()),
                result);
        conservation(snapshot, expected.verdicts().records(), result);
        return result.build();
    }

    private static void compare(
            List<LogRecord> records,
            Function<LogRecord, FoundRow> row,
            ExpectedRows topic,
            Comparison.Builder result) {
        TableComparison comparison = new TableComparison(topic, result);
        records.forEach(record -> comparison.found(row.apply(record)));
        comparison.finish();
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
