package io.flowmeter.bench.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The outcome of an identity whose records all stand in one partition, and so were read in their
 * order: after each of them the history up to it is looked at afresh.
 */
final class OrderedReading {
    private final History history;
    private final Outcome outcome;

    private OrderedReading(Identity identity, History history) {
        this.history = history;
        this.outcome = new Outcome(identity, history);
    }

    /**
     * @param history its entries in the order of their offsets
     */
    static Outcome read(Identity identity, History history) {
        OrderedReading reading = new OrderedReading(identity, history);
        for (int i = 0; i < history.entries().size(); i++) {
            if (history.entries().get(i).isCopy()) {
                reading.copy(i);
            } else {
                reading.correction(i);
            }
            reading.outcome.certain.addAll(history.upTo(i + 1).counted());
        }
        reading.outcome.possible.addAll(reading.outcome.certain);
        return reading.outcome;
    }

    /**
     * Whether the order is known: one partition, time goes on, no void stands before its target.
     */
    static boolean isOrdered(History history) {
        List<Entry> entries = history.entries();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (i > 0) {
                Entry before = entries.get(i - 1);
                if (before.record().partition() != entry.record().partition()
                        || before.appendMillis() > entry.appendMillis()) {
                    return false;
                }
            }
            boolean hasTarget = !entry.isCopy() && history.target(entry) != null;
            if (hasTarget && history.upTo(i).target(entry) == null) {
                return false;
            }
        }
        return true;
    }

    private void copy(int at) {
        Entry copy = history.entries().get(at);
        History.Event event = history.upTo(at + 1).eventOf(copy);
        if (event.copies().size() == 1) {
            outcome.count("ACCEPTED");
            return;
        }
        Entry kept = event.first();
        List<Entry> others = event.copies().stream().filter(other -> !other.equals(copy)).toList();
        Entry lost = kept.isTiedWith(copy) ? others.get(0) : copy;
        if (lost.content().equals(kept.content())) {
            outcome.count("DUPLICATE");
            return;
        }
        outcome.count("CONFLICT");
        Set<LogRecord> alike = tied(lost.equals(copy) ? List.of(copy) : others, lost);
        alike.forEach(record -> outcome.conflict(record, tied(event.copies(), kept)));
        outcome.listed.add(alike);
    }

    private void correction(int at) {
        Entry correction = history.entries().get(at);
        History now = history.upTo(at + 1);
        History.Event event = now.target(correction);
        if (event == null) {
            outcome.refused.add(correction);
            return;
        }
        List<Entry> earlier =
                now.corrections(event).stream()
                        .filter(other -> !other.equals(correction))
                        .filter(other -> Objects.equals(other.asker(), correction.asker()))
                        .toList();
        boolean isNew = earlier.isEmpty();
        boolean isSame = !isNew && earlier.get(0).content().equals(correction.content());
        outcome.count(isNew ? "ACCEPTED" : isSame ? "DUPLICATE" : "CONFLICT");
        boolean isFirst = !isNew && Entry.FIRST.compare(correction, earlier.get(0)) < 0;
        if (isNew || (isFirst && !isSame)) {
            outcome.audited.add(Set.of(correction));
            outcome.audits.put(
                    correction,
                    new Outcome.Audit(
                            true, history.upTo(at).effective(event), now.effective(event)));
        }
    }

    private static Set<LogRecord> tied(List<Entry> copies, Entry with) {
        return copies.stream()
                .filter(copy -> copy.isTiedWith(with))
                .map(Entry::record)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
