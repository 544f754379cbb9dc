package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All that follows from a log and a catalog, before it takes the shape of tables.
 *
 * @param outcomes one per identity
 */
record Expectation(List<Outcome> outcomes, Verdicts verdicts, List<Letter> letters) {

    /**
     * @param log in append order
     */
    static Expectation of(
            List<LogRecord> log, List<Versions.Change> catalog, OracleSettings settings) {
        Admission admission = new Admission(new Rules(catalog), settings);
        log.forEach(admission::admit);
        List<Outcome> outcomes = new ArrayList<>();
        List<Letter> letters = new ArrayList<>(admission.letters());
        for (Map.Entry<Identity, List<Entry>> one : admission.histories().entrySet()) {
            Outcome outcome = outcome(one.getKey(), one.getValue(), settings);
            outcomes.add(outcome);
            outcome.verdicts.forEach(
                    (verdict, range) ->
                            admission
                                    .verdicts()
                                    .add(outcome.identity.namespace(), verdict, "", range));
            for (Entry refused : outcome.refused) {
                refuse(outcome.identity, refused, letters, admission.verdicts());
            }
        }
        return new Expectation(outcomes, admission.verdicts(), letters);
    }

    private static Outcome outcome(Identity identity, List<Entry> found, OracleSettings settings) {
        List<Entry> entries = new ArrayList<>(found);
        entries.sort(
                Comparator.comparingInt((Entry entry) -> entry.record().partition())
                        .thenComparingLong(entry -> entry.record().offset()));
        History history = new History(entries, settings.deduplicationWindow().toMillis());
        return (settings.readInOrder() || entries.size() == 1) && OrderedReading.isOrdered(history)
                ? OrderedReading.read(identity, history)
                : UnorderedReading.read(identity, history);
    }

    /** What a refused correction could not read with some meters is no matter any more. */
    private static void refuse(
            Identity target, Entry refused, List<Letter> letters, Verdicts verdicts) {
        LogRecord record = refused.record();
        letters.replaceAll(
                letter ->
                        letter.record().equals(record)
                                ? new Letter(
                                        record,
                                        letter.namespace(),
                                        letter.tenant(),
                                        letter.reason(),
                                        true,
                                        false)
                                : letter);
        letters.add(
                new Letter(
                        record,
                        target.namespace(),
                        target.tenant(),
                        "VOID_TARGET_UNKNOWN",
                        false,
                        true));
        verdicts.add(
                target.namespace(), "DEAD_LETTER", "VOID_TARGET_UNKNOWN", new Outcome.Range(1, 1));
    }
}
