package io.flowmeter.bench.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What should never have been seen. Thread-safe. */
final class Violations {
    private static final int MAX_SENTENCES = 100;

    private final List<String> sentences = new ArrayList<>();
    private long count;

    synchronized void add(Instant seenAt, String sentence) {
        count++;
        if (sentences.size() < MAX_SENTENCES) {
            sentences.add(seenAt + " " + sentence);
        }
    }

    /** The first of them. */
    synchronized List<String> sentences() {
        return List.copyOf(sentences);
    }

    synchronized long count() {
        return count;
    }
}
