package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.WINDOW;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.deduplicate.IdentityLog.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the records of an identity amount to, computed from all of them at once. */
final class NaiveIdentity {
    private NaiveIdentity() {}

    static Map<EventUsage, Integer> counted(List<Entry> records) {
        Map<EventUsage, Integer> counted = new HashMap<>();
        for (List<Occurrence> event : events(records)) {
            EventUsage usage = event.get(0).usage();
            Map<Object, Boolean> seen = new HashMap<>();
            for (Correction correction : corrections(records)) {
                if (isWithin(correction, event) && seen.put(correction.identity(), true) == null) {
                    usage = correction.replacement();
                }
            }
            if (usage != null) {
                counted.merge(usage, 1, Integer::sum);
            }
        }
        return counted;
    }

    /** Append times of the corrections that concern no event. */
    static List<Long> refused(List<Entry> records) {
        return corrections(records).stream()
                .filter(fix -> events(records).stream().noneMatch(event -> isWithin(fix, event)))
                .map(Correction::appendMillis)
                .toList();
    }

    /** The copies of each event in append order: a gap longer than the window parts two events. */
    private static List<List<Occurrence>> events(List<Entry> records) {
        List<Occurrence> copies = new ArrayList<>();
        for (Entry entry : records) {
            if (entry instanceof Entry.Copy copy) {
                copies.add(copy.occurrence());
            }
        }
        copies.sort(
                Comparator.comparingLong(Occurrence::appendMillis)
                        .thenComparing(Occurrence::content));
        List<List<Occurrence>> events = new ArrayList<>();
        long last = Long.MIN_VALUE / 2;
        for (Occurrence copy : copies) {
            if (copy.appendMillis() - last > WINDOW) {
                events.add(new ArrayList<>());
            }
            events.get(events.size() - 1).add(copy);
            last = copy.appendMillis();
        }
        return events;
    }

    private static List<Correction> corrections(List<Entry> records) {
        List<Correction> corrections = new ArrayList<>();
        for (Entry entry : records) {
            if (entry instanceof Entry.Fix fix) {
                corrections.add(fix.correction());
            }
        }
        corrections.sort(
                Comparator.comparingLong(Correction::appendMillis)
                        .thenComparing(Correction::content));
        return corrections;
    }

    /** Appended with or after some copy, at most a window later. */
    private static boolean isWithin(Correction correction, List<Occurrence> event) {
        return event.stream()
                .mapToLong(copy -> correction.appendMillis() - copy.appendMillis())
                .anyMatch(distance -> distance >= 0 && distance <= WINDOW);
    }
}
