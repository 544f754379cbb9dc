package io.flowmeter.job.catalog;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Follows the catalog's change log in Postgres: emits every change once, in commit order, and
 * whenever there is no further one the mark up to when the log is complete. A change carries its
 * recording time as timestamp; a mark carries its own time, and is also the watermark: no change
 * recorded until then will follow. It never ends.
 *
 * <p>It must run with parallelism 1, with {@code WatermarkStrategy.noWatermarks()}.
 */
public final class CatalogSource
        implements Source<CatalogUpdate, CatalogCursor, Optional<CatalogCursor>>,
                ResultTypeQueryable<CatalogUpdate> {
    private static final long serialVersionUID = 1L;

    /** How long a change is unseen at most, beside the time a query takes. */
    public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofMillis(100);

    private final CatalogDatabase database;
    private final Duration pollInterval;

    public CatalogSource(CatalogDatabase database) {
        this(database, DEFAULT_POLL_INTERVAL);
    }

    public CatalogSource(CatalogDatabase database, Duration pollInterval) {
        this.database = database;
        this.pollInterval = pollInterval;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<CatalogUpdate, CatalogCursor> createReader(SourceReaderContext context) {
        return new CatalogSourceReader(
                () -> new CatalogSplitReader(new CatalogLog(database), pollInterval), context);
    }

    @Override
    public SplitEnumerator<CatalogCursor, Optional<CatalogCursor>> createEnumerator(
            SplitEnumeratorContext<CatalogCursor> context) {
        return new CatalogEnumerator(context, CatalogCursor.BEGINNING);
    }

    @Override
    public SplitEnumerator<CatalogCursor, Optional<CatalogCursor>> restoreEnumerator(
            SplitEnumeratorContext<CatalogCursor> context, Optional<CatalogCursor> unassigned) {
        return new CatalogEnumerator(context, unassigned.orElse(null));
    }

    @Override
    public SimpleVersionedSerializer<CatalogCursor> getSplitSerializer() {
        return new CatalogCursor.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Optional<CatalogCursor>> getEnumeratorCheckpointSerializer() {
        return new CatalogEnumerator.StateSerializer();
    }

    @Override
    public TypeInformation<CatalogUpdate> getProducedType() {
        return TypeInformation.of(CatalogUpdate.class);
    }
}
