package io.flowmeter.job.catalog;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * Emits what the thread of {@link CatalogSplitReader} read, and keeps the cursor in step with it.
 */
@SuppressWarnings("try") // Flink declares that close() throws any Exception
final class CatalogSourceReader
        extends SingleThreadMultiplexSourceReaderBase<
                CatalogUpdate, CatalogUpdate, CatalogCursor, CatalogSourceReader.Progress> {

    CatalogSourceReader(
            Supplier<SplitReader<CatalogUpdate, CatalogCursor>> splitReader,
            SourceReaderContext context) {
        super(splitReader, CatalogSourceReader::emit, context.getConfiguration(), context);
    }

    @Override
    protected Progress initializedState(CatalogCursor split) {
        return new Progress(split.lastSeq());
    }

    @Override
    protected CatalogCursor toSplitType(String splitId, Progress progress) {
        return new CatalogCursor(progress.lastSeq);
    }

    @Override
    protected void onSplitFinished(Map<String, Progress> finished) {
        throw new IllegalStateException("the change log has no end");
    }

    private static void emit(
            CatalogUpdate update, SourceOutput<CatalogUpdate> output, Progress progress) {
        if (update.change() == null) {
            output.collect(update, update.completeUntilMillis());
            output.emitWatermark(new Watermark(update.completeUntilMillis()));
        } else {
            output.collect(update, update.change().recordedAtMillis());
            progress.lastSeq = update.change().seq();
        }
    }

    /** The cursor while it moves; only the task's thread touches it. */
    static final class Progress {
        private long lastSeq;

        private Progress(long lastSeq) {
            this.lastSeq = lastSeq;
        }
    }
}
