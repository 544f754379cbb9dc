package io.flowmeter.job.catalog;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.time.Deadline;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the change log in a thread of its own. While Postgres fails it tries again, slower each
 * time, for half a minute; then the job fails, and comes back when Postgres does.
 */
final class CatalogSplitReader implements SplitReader<CatalogUpdate, CatalogCursor> {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogSplitReader.class);
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(5);
    // postgresql.org/docs/18/errcodes-appendix.html: lock_not_available
    private static final String LOCK_TIMED_OUT = "55P03";

    private final CatalogLog log;
    private final Duration pollInterval;
    private final Duration patience;
    private final Semaphore wakeUps = new Semaphore(0);

    private long lastSeq;
    private long lastMarkMillis = Long.MIN_VALUE;
    private Duration delay = Duration.ZERO;
    private @Nullable Deadline outageEnd;

    CatalogSplitReader(CatalogLog log, Duration pollInterval) {
        this(log, pollInterval, DEFAULT_PATIENCE);
    }

    /**
     * @param patience how long Postgres may fail
     */
    CatalogSplitReader(CatalogLog log, Duration pollInterval, Duration patience) {
        this.log = log;
        this.pollInterval = pollInterval;
        this.patience = patience;
    }

    @Override
    public void handleSplitsChanges(SplitsChange<CatalogCursor> change) {
        for (CatalogCursor split : change.splits()) {
            lastSeq = split.lastSeq();
        }
    }

    @Override
    public RecordsWithSplitIds<CatalogUpdate> fetch() throws IOException {
        RecordsBySplits.Builder<CatalogUpdate> updates = new RecordsBySplits.Builder<>();
        if (isWokenDuring(delay)) {
            return updates.build();
        }
        try {
            CatalogPage page = log.readAfter(lastSeq);
            outageEnd = null;
            delay = page.isLast() ? pollInterval : Duration.ZERO;
            add(page, updates);
        } catch (SQLException e) {
            delay = delayAfter(e);
        }
        return updates.build();
    }

    @Override
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void close() throws SQLException {
        log.close();
    }

    private void add(CatalogPage page, RecordsBySplits.Builder<CatalogUpdate> updates) {
        for (CatalogChange change : page.changes()) {
            if (change.recordedAtMillis() <= lastMarkMillis) {
                LOG.error(
                        "{} is recorded at {}, yet the log was complete until {}: the clock of"
                                + " Postgres went back, and events appended in between may have"
                                + " been judged without the change",
                        change,
                        Instant.ofEpochMilli(change.recordedAtMillis()),
                        Instant.ofEpochMilli(lastMarkMillis));
            }
            updates.add(CatalogCursor.SPLIT_ID, CatalogUpdate.changed(change));
            lastSeq = change.seq();
        }
        if (page.isLast() && page.completeUntilMillis() > lastMarkMillis) {
            lastMarkMillis = page.completeUntilMillis();
            updates.add(CatalogCursor.SPLIT_ID, CatalogUpdate.completeUntil(lastMarkMillis));
        }
    }

    private Duration delayAfter(SQLException failure) throws IOException {
        if (LOCK_TIMED_OUT.equals(failure.getSQLState())) {
            // Postgres is well, and a restart would not help: the job waits for the writer.
            LOG.warn(
                    "a writer holds the lock of the {}, so no events are judged: {}",
                    log,
                    failure.getMessage());
            return pollInterval;
        }
        if (outageEnd == null) {
            outageEnd = Deadline.fromNow(patience);
        }
        if (outageEnd.isOverdue()) {
            throw new IOException(log + " could not be read for " + patience, failure);
        }
        Duration doubled = delay.multipliedBy(2).plus(pollInterval);
        Duration next = doubled.compareTo(LONGEST_RETRY_DELAY) < 0 ? doubled : LONGEST_RETRY_DELAY;
        LOG.warn("{} could not be read, trying again in {}: {}", log, next, failure.getMessage());
        return next;
    }

    private boolean isWokenDuring(Duration wait) throws IOException {
        try {
            boolean isWoken = wakeUps.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
            wakeUps.drainPermits();
            return isWoken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to read the " + log, e);
        }
    }
}
