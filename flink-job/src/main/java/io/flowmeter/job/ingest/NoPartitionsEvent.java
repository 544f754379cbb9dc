package io.flowmeter.job.ingest;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a reader that every partition found so far has been handed out. A reader that has none by
 * then has nothing to wait for. Written by {@link UsageEventEnumerator}.
 */
record NoPartitionsEvent() implements SourceEvent {
    private static final long serialVersionUID = 1L;
}
