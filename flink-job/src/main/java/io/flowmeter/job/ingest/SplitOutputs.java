package io.flowmeter.job.ingest;

import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** A reader's output in which every split goes through its {@link SplitProgress}. */
final class SplitOutputs implements ReaderOutput<RawEvent> {
    private final ReaderOutput<RawEvent> output;
    private final Map<String, SplitProgress> splits;

    /**
     * @param splits by split id; those added later are found too
     */
    SplitOutputs(ReaderOutput<RawEvent> output, Map<String, SplitProgress> splits) {
        this.output = output;
        this.splits = splits;
    }

    boolean isOver(ReaderOutput<RawEvent> other) {
        return output == other;
    }

    @Override
    public SourceOutput<RawEvent> createOutputForSplit(String splitId) {
        SplitProgress split = splits.get(splitId);
        if (split == null) {
            throw new IllegalStateException("split " + splitId + " was never added");
        }
        return split.through(output);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        output.releaseOutputForSplit(splitId);
        splits.remove(splitId);
    }

    @Override
    public void collect(RawEvent event) {
        output.collect(event);
    }

    @Override
    public void collect(RawEvent event, long timestamp) {
        output.collect(event, timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
        output.markIdle();
    }

    @Override
    public void markActive() {
        output.markActive();
    }
}
