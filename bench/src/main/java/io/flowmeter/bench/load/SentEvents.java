package io.flowmeter.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** The latest good events, to be repeated and corrected. */
final class SentEvents {

    /**
     * Capacity, about a minute of the harness' load: older events have left the deduplication
     * window.
     */
    private static final int CAPACITY = 16_000;

    private static final int TRIES = 20;

    private final List<Sent> ring = new ArrayList<>();
    private int next;

    /**
     * One event as it was sent.
     *
     * @param record what was appended; for an event of the API, what the API would append
     */
    record Sent(EventDraft draft, LoadRecord record, LoadTenant tenant) {}

    void add(Sent sent) {
        if (ring.size() < CAPACITY) {
            ring.add(sent);
        } else {
            ring.set(next, sent);
        }
        next = (next + 1) % CAPACITY;
    }

    /** Some event that passes, rather a recent one; empty if none is found. */
    Optional<Sent> pick(SplittableRandom random, Predicate<Sent> wanted) {
        for (int i = 0; i < TRIES && !ring.isEmpty(); i++) {
            double age = Math.pow(random.nextDouble(), 3) * ring.size();
            Sent found = ring.get(Math.floorMod(next - 1 - (int) age, ring.size()));
            if (wanted.test(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
