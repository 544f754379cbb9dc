package io.flowmeter.job.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.testutils.junit.SharedReference;

/** What a job got from the event log: values, in order, and the watermark. Thread-safe. */
final class ObservedEvents {
    private final List<String> values = new ArrayList<>();
    private final List<String> overtaken = new ArrayList<>();
    private long watermarkMillis = Long.MIN_VALUE;

    synchronized List<String> values() {
        return List.copyOf(values);
    }

    /** Events that came after a watermark that had passed them. */
    synchronized List<String> overtaken() {
        return List.copyOf(overtaken);
    }

    synchronized long watermarkMillis() {
        return watermarkMillis;
    }

    private synchronized void add(String value, long appendMillis) {
        values.add(value);
        if (appendMillis <= watermarkMillis) {
            overtaken.add(value + " of " + appendMillis + " after " + watermarkMillis);
        }
    }

    private synchronized void advance(long millis) {
        watermarkMillis = millis;
    }

    /** Writes down what comes; run with parallelism 1, it sees the least watermark. */
    static final class Observe extends AbstractStreamOperator<RawEvent>
            implements OneInputStreamOperator<RawEvent, RawEvent> {
        private static final long serialVersionUID = 1L;

        private final SharedReference<ObservedEvents> observed;

        Observe(SharedReference<ObservedEvents> observed) {
            this.observed = observed;
        }

        @Override
        public void processElement(StreamRecord<RawEvent> event) {
            observed.get().add(new String(event.getValue().value(), UTF_8), event.getTimestamp());
        }

        @Override
        public void processWatermark(Watermark mark) {
            observed.get().advance(mark.getTimestamp());
        }
    }
}
