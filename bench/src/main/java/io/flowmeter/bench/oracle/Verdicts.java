package io.flowmeter.bench.oracle;

import java.util.Map;
import java.util.TreeMap;

/** How many records got which verdict. */
final class Verdicts {
    private final Map<String, Map<String, Map<String, Outcome.Range>>> ranges = new TreeMap<>();
    private final Map<String, Long> records = new TreeMap<>();

    void add(String namespace, String verdict, String detail, Outcome.Range range) {
        ranges.computeIfAbsent(namespace, none -> new TreeMap<>())
                .computeIfAbsent(verdict, none -> new TreeMap<>())
                .merge(detail, range, Outcome.Range::plus);
    }

    /** One record whose verdict does not depend on others. */
    void add(String namespace, String verdict, String detail) {
        add(namespace, verdict, detail, new Outcome.Range(1, 1));
        addRecord(namespace);
    }

    /** One record of a namespace, whatever its verdict. */
    void addRecord(String namespace) {
        records.merge(namespace, 1L, Long::sum);
    }

    /** Namespace, verdict and detail to how many. */
    Map<String, Map<String, Map<String, Outcome.Range>>> ranges() {
        return ranges;
    }

    /** Namespace to records. */
    Map<String, Long> records() {
        return records;
    }
}
