package io.flowmeter.bench.oracle;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One record in the history of an identity: a copy of the event, or a void or replacement of it.
 *
 * @param content of a copy, or of what a correction puts in its place
 * @param usage what a copy adds if it counts, or what replaces it; null of a copy never, of a
 *     correction where nothing counts any longer
 * @param asker identity of the void event itself; null of a copy
 */
record Entry(LogRecord record, String content, @Nullable Usage usage, @Nullable Identity asker) {

    /** Which copy is the first, and which correction the last: places in the log have no part. */
    static final Comparator<Entry> FIRST =
            Comparator.comparingLong(Entry::appendMillis).thenComparing(Entry::content);

    boolean isCopy() {
        return asker == null;
    }

    long appendMillis() {
        return record.appendMillis();
    }

    boolean isTiedWith(Entry other) {
        return FIRST.compare(this, other) == 0;
    }
}
