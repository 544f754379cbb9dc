package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.WINDOW;

import io.flowmeter.core.deduplicate.IdentityLog.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Records of one identity for properties. */
final class IdentityRecords {
    private IdentityRecords() {}

    /** Copies, voids and replacements. */
    static Arbitrary<List<Entry>> any() {
        return Combinators.combine(copies(), fixes())
                .as(
                        (copies, fixes) -> {
                            List<Entry> all = new ArrayList<>(copies);
                            all.addAll(fixes);
                            return all;
                        });
    }

    static Arbitrary<List<Entry>> copies() {
        return Combinators.combine(content(), appendMillis())
                .as(IdentityLog::copy)
                .list()
                .ofMaxSize(6);
    }

    private static Arbitrary<List<Entry>> fixes() {
        Arbitrary<String> voidId = Arbitraries.of("v1", "v2", "v3");
        return Arbitraries.oneOf(
                        Combinators.combine(voidId, appendMillis()).as(IdentityLog::voiding),
                        Combinators.combine(voidId, content(), appendMillis())
                                .as(IdentityLog::replacing))
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<String> content() {
        return Arbitraries.of("3 tokens", "5 tokens", "7 tokens");
    }

    /** Several windows long, with many ties and many distances of exactly a window. */
    private static Arbitrary<Long> appendMillis() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 4 * WINDOW), Arbitraries.of(0L, WINDOW, WINDOW + 1));
    }

    static List<Entry> shuffled(List<Entry> records, Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** As they were appended. */
    static List<Entry> sorted(List<Entry> records) {
        return records.stream().sorted(Comparator.comparingLong(Entry::appendMillis)).toList();
    }
}
