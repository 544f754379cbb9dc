package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The outcome of an identity whose records stand in several partitions. What counts is the same in
 * every order of reading; the names of some verdicts are not: of three and more copies with
 * different contents, which are called CONFLICT; and where copies a window apart are joined by one
 * between them, how many are called ACCEPTED.
 */
final class UnorderedReading {
    private final History history;
    private final Outcome outcome;

    private UnorderedReading(Identity identity, History history) {
        this.history = history;
        this.outcome = new Outcome(identity, history);
    }

    static Outcome read(Identity identity, History history) {
        UnorderedReading reading = new UnorderedReading(identity, history);
        for (History.Event event : history.events()) {
            reading.copies(event);
            reading.corrections(event);
        }
        reading.usages();
        return reading.outcome;
    }

    private void usages() {
        outcome.certain.addAll(outcome.counted);
        for (Entry entry : history.entries()) {
            if (entry.usage() != null) {
                outcome.possible.add(entry.usage());
            }
            if (!entry.isCopy() && history.target(entry) == null) {
                outcome.refused.add(entry);
            }
        }
    }

    private void copies(History.Event event) {
        List<Entry> copies = event.copies();
        int pieces = pieces(copies);
        verdicts(copies, pieces);
        Entry first = event.first();
        List<Entry> different =
                copies.stream().filter(copy -> !copy.content().equals(first.content())).toList();
        if (different.isEmpty()) {
            return;
        }
        List<Entry> later = copies.stream().filter(copy -> !copy.isTiedWith(first)).toList();
        for (Entry lost : later) {
            Set<LogRecord> kept = new HashSet<>();
            copies.stream()
                    .filter(copy -> Entry.FIRST.compare(copy, lost) < 0)
                    .filter(copy -> !copy.content().equals(lost.content()))
                    .forEach(copy -> kept.add(copy.record()));
            if (!kept.isEmpty()) {
                outcome.conflict(lost.record(), kept);
            }
        }
        if (pieces == 1) { // The first that differs is compared with one that it differs from.
            outcome.listed.add(
                    different.stream()
                            .filter(copy -> copy.isTiedWith(different.get(0)))
                            .map(Entry::record)
                            .collect(Collectors.toSet()));
        }
    }

    private void corrections(History.Event event) {
        Map<Identity, List<Entry>> byAsker = new LinkedHashMap<>();
        for (Entry correction : history.corrections(event)) {
            byAsker.computeIfAbsent(
                            Objects.requireNonNull(correction.asker()), none -> new ArrayList<>())
                    .add(correction);
        }
        for (List<Entry> repeated : byAsker.values()) {
            verdicts(repeated, pieces(event.copies()));
            outcome.audited.add(new HashSet<>(repeated));
            for (Entry correction : repeated) {
                outcome.audits.put(correction, new Outcome.Audit(false, null, null));
            }
        }
    }

    /** One is accepted, or one of each piece; the others are duplicates or conflicts. */
    private void verdicts(List<Entry> alike, int pieces) {
        int size = alike.size();
        int accepted = Math.min(size, pieces);
        boolean isOne = alike.stream().map(Entry::content).distinct().count() == 1;
        outcome.count("ACCEPTED", 1, accepted);
        if (isOne) {
            outcome.count("DUPLICATE", size - accepted, size - 1L);
        } else {
            boolean isPair = size == 2 && accepted == 1;
            outcome.count("CONFLICT", accepted == 1 ? 1 : 0, size - 1L);
            outcome.count("DUPLICATE", 0, isPair ? 0 : size - 1L);
        }
    }

    /** How many copies of an event can be more than a window apart from one another. */
    private int pieces(List<Entry> copies) {
        int pieces = 1;
        long last = copies.get(0).appendMillis();
        for (Entry copy : copies) {
            if (copy.appendMillis() - last > history.windowMillis()) {
                pieces++;
                last = copy.appendMillis();
            }
        }
        return pieces;
    }
}
