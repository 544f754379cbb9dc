package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the history of one identity leaves in the tables. Where that depends on the order in which
 * partitions were read, what must be there and what may be there.
 */
final class Outcome {
    final Identity identity;

    /** What counts in the end. */
    final List<Usage> counted;

    /** How it came to that, whatever the order of reading. */
    final List<History.Change> changes;

    /** What has counted at some time in every order of reading: its windows have rows. */
    final Set<Usage> certain = new HashSet<>(2);

    /** What has counted at some time in some order: its windows may have rows. */
    final Set<Usage> possible = new HashSet<>(2);

    /** Least and greatest number of verdicts: ACCEPTED, DUPLICATE, CONFLICT. */
    final Map<String, Range> verdicts = new HashMap<>(2);

    /** Corrections without a target. */
    final List<Entry> refused = new ArrayList<>();

    /** Copies that may be listed as conflicts, each with those that may be said to count. */
    final Map<LogRecord, Set<LogRecord>> conflicts = new HashMap<>();

    /** Of each set at least one is listed as a conflict. */
    final List<Set<LogRecord>> listed = new ArrayList<>();

    /** Corrections that may be in the audit log. */
    final Map<Entry, Audit> audits = new HashMap<>();

    /** Of each set at least one is in the audit log. */
    final List<Set<Entry>> audited = new ArrayList<>();

    Outcome(Identity identity, History history) {
        this.identity = identity;
        this.counted = history.counted();
        this.changes = history.changes();
    }

    /**
     * @param isKnown whether before and after do not depend on the order of reading
     * @param before what counted before the correction; null if nothing did
     * @param after what counts after it; null if nothing does
     */
    record Audit(boolean isKnown, @Nullable Usage before, @Nullable Usage after) {}

    /** From {@code min} to {@code max}, both included. */
    record Range(long min, long max) {
        Range plus(Range other) {
            return new Range(min + other.min, max + other.max);
        }

        @Override
        public String toString() {
            return min == max ? Long.toString(min) : min + " to " + max;
        }
    }

    void count(String verdict, long min, long max) {
        verdicts.merge(verdict, new Range(min, max), Range::plus);
    }

    void count(String verdict) {
        count(verdict, 1, 1);
    }

    void conflict(LogRecord lost, Set<LogRecord> kept) {
        conflicts.computeIfAbsent(lost, none -> new HashSet<>()).addAll(kept);
    }
}
