package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a set of records of one identity amounts to (ADR 2), whatever order they were read in.
 *
 * @param entries copies and corrections of one identity
 */
record History(List<Entry> entries, long windowMillis) {

    /**
     * Copies each appended at most a window after the one before it: one event.
     *
     * @param copies in append order, at least one
     */
    record Event(List<Entry> copies) {
        Entry first() {
            return copies.get(0);
        }

        Entry last() {
            return copies.get(copies.size() - 1);
        }
    }

    /**
     * A usage that began to count, or no longer counts.
     *
     * @param sign 1 or -1
     */
    record Change(long appendMillis, int sign, Usage usage) {}

    /** In append order. */
    List<Event> events() {
        List<Entry> copies = entries.stream().filter(Entry::isCopy).sorted(Entry.FIRST).toList();
        List<Event> events = new ArrayList<>();
        List<Entry> current = new ArrayList<>();
        for (Entry copy : copies) {
            boolean isFar =
                    !current.isEmpty()
                            && copy.appendMillis() - current.get(current.size() - 1).appendMillis()
                                    > windowMillis;
            if (isFar) {
                events.add(new Event(List.copyOf(current)));
                current.clear();
            }
            current.add(copy);
        }
        if (!current.isEmpty()) {
            events.add(new Event(List.copyOf(current)));
        }
        return events;
    }

    /** The event that has this copy. */
    Event eventOf(Entry copy) {
        for (Event event : events()) {
            if (event.copies().contains(copy)) {
                return event;
            }
        }
        throw new IllegalArgumentException(copy + " is no copy of " + this);
    }

    /**
     * The event a correction concerns: a copy of it was appended at or before the correction, and
     * at most a window before it. Null if there is none.
     */
    @Nullable Event target(Entry correction) {
        for (Event event : events()) {
            boolean isAfterFirst = correction.appendMillis() >= event.first().appendMillis();
            boolean isInTime =
                    correction.appendMillis() - event.last().appendMillis() <= windowMillis;
            if (isAfterFirst && isInTime) {
                return event;
            }
        }
        return null;
    }

    /** All corrections of an event in append order, repeated ones too. */
    List<Entry> corrections(Event event) {
        return entries.stream()
                .filter(entry -> !entry.isCopy() && event.equals(target(entry)))
                .sorted(Entry.FIRST)
                .toList();
    }

    /** What counts for an event; null if it was voided. */
    @Nullable Usage effective(Event event) {
        Usage usage = event.first().usage();
        List<Identity> seen = new ArrayList<>();
        for (Entry correction : corrections(event)) {
            Identity asker = Objects.requireNonNull(correction.asker());
            if (!seen.contains(
                    asker)) { // A correction that is repeated counts where it stood first.
                seen.add(asker);
                usage = correction.usage();
            }
        }
        return usage;
    }

    /**
     * What the records did, each at its own append time: the sum of all up to a time is what the
     * records appended up to then amount to.
     */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Event event : events()) {
            Usage usage = event.first().usage();
            addChange(event.first(), 1, usage, changes);
            List<Identity> seen = new ArrayList<>();
            for (Entry correction : corrections(event)) {
                Identity asker = Objects.requireNonNull(correction.asker());
                if (!seen.contains(asker)) {
                    seen.add(asker);
                    addChange(correction, -1, usage, changes);
                    usage = correction.usage();
                    addChange(correction, 1, usage, changes);
                }
            }
        }
        return changes;
    }

    private static void addChange(Entry by, int sign, @Nullable Usage usage, List<Change> changes) {
        if (usage != null) {
            changes.add(new Change(by.appendMillis(), sign, usage));
        }
    }

    /** What counts for this identity: nothing, or one usage per event. */
    List<Usage> counted() {
        return events().stream().map(this::effective).filter(Objects::nonNull).toList();
    }

    History upTo(int size) {
        return new History(entries.subList(0, size), windowMillis);
    }
}
