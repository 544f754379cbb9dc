package io.flowmeter.job.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Writes down what a reader emits: {@code usage-events-0 event@7}, {@code main idle}. */
final class RecordedOutput implements ReaderOutput<RawEvent> {
    private final String name;
    private final List<String> emitted;

    RecordedOutput() {
        this("main", new ArrayList<>());
    }

    private RecordedOutput(String name, List<String> emitted) {
        this.name = name;
        this.emitted = emitted;
    }

    /** What was emitted since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(emitted);
        emitted.clear();
        return taken;
    }

    @Override
    public SourceOutput<RawEvent> createOutputForSplit(String splitId) {
        return new RecordedOutput(splitId, emitted);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        emitted.add(splitId + " released");
    }

    @Override
    public void collect(RawEvent event) {
        throw new AssertionError("an event without its append time: " + event.position());
    }

    @Override
    public void collect(RawEvent event, long timestamp) {
        emitted.add(name + " event@" + timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        emitted.add(name + " watermark@" + watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
        emitted.add(name + " idle");
    }

    @Override
    public void markActive() {
        emitted.add(name + " active");
    }
}
