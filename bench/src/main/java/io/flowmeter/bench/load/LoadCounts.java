package io.flowmeter.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What has been done so far. Thread-safe. */
final class LoadCounts {
    private static final int MAX_SENTENCES = 50;

    private final Map<LoadKind, Long> done = new EnumMap<>(LoadKind.class);
    private final List<String> problems = new ArrayList<>();
    private long skipped;
    private long problemCount;

    /** A record was acknowledged, or a request answered. */
    synchronized void done(LoadKind kind) {
        done.merge(kind, 1L, Long::sum);
    }

    /** A request found the queue full. */
    synchronized void skipped() {
        skipped++;
    }

    /** The API or Kafka refused for good what it should have taken. */
    synchronized void refused(String sentence) {
        problemCount++;
        if (problems.size() < MAX_SENTENCES) {
            problems.add(sentence);
        }
    }

    /** By kind, in the order of {@link LoadKind}. */
    synchronized Map<LoadKind, Long> byKind() {
        return new EnumMap<>(done);
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    synchronized long problemCount() {
        return problemCount;
    }

    synchronized long skippedRequests() {
        return skipped;
    }
}
