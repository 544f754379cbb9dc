package io.flowmeter.job.count;

import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The verdicts since the job started, as counters {@code
 * namespace.<name>.verdict.<verdict>.events}; dead letters by reason. Rows of {@code event_count}
 * hold the totals.
 */
final class VerdictMetrics {
    private final MetricGroup group;
    private final Map<VerdictKey, Counter> counters = new HashMap<>();

    VerdictMetrics(MetricGroup group) {
        this.group = group;
    }

    void add(EventCount counted) {
        boolean hasReason =
                counted.verdict().equals(Verdict.DEAD_LETTER.name()); // types are endless
        String reason = hasReason ? counted.detail() : "";
        counters.computeIfAbsent(
                        new VerdictKey(counted.namespace(), counted.verdict(), reason),
                        this::register)
                .inc(counted.events());
    }

    private Counter register(VerdictKey key) {
        MetricGroup verdict =
                group.addGroup("namespace", key.namespace().isEmpty() ? "none" : key.namespace())
                        .addGroup("verdict", key.verdict());
        return key.detail().isEmpty()
                ? verdict.counter("events")
                : verdict.addGroup("reason", key.detail()).counter("events");
    }
}
