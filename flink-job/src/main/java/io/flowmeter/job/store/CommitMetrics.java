package io.flowmeter.job.store;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the committer counts. Used by the task's thread; gauges are read by others. */
final class CommitMetrics {

    private final Counter epochsCommitted;
    private final Counter epochsAlreadyCommitted;
    private final Counter rowsCommitted;
    private final Counter commitRetries;
    private final Counter markersPurged;
    private volatile long commitLatencyMillis;

    CommitMetrics(MetricGroup group) {
        epochsCommitted = group.counter("epochsCommitted");
        epochsAlreadyCommitted = group.counter("epochsAlreadyCommitted");
        rowsCommitted = group.counter("rowsCommitted");
        commitRetries = group.counter("commitRetries");
        markersPurged = group.counter("epochMarkersPurged");
        group.gauge("commitLatencyMillis", () -> commitLatencyMillis);
    }

    /**
     * @param latencyMillis of the whole commit, failed tries included
     */
    void committed(long rows, long latencyMillis) {
        epochsCommitted.inc();
        rowsCommitted.inc(rows);
        commitLatencyMillis = latencyMillis;
    }

    void alreadyCommitted() {
        epochsAlreadyCommitted.inc();
    }

    void retried() {
        commitRetries.inc();
    }

    void purged(int markers) {
        markersPurged.inc(markers);
    }
}
