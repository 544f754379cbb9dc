package io.flowmeter.bench.watch;

import io.flowmeter.bench.load.LoadTenant;
import io.flowmeter.bench.load.PrefixLog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tables again and again, over one connection that is replaced when it breaks. */
final class DatabaseWatch implements AutoCloseable {
    /**
     * SQLState classes of outages: connection, rollback, resources, operator intervention, system
     * error.
     */
    private static final Set<String> OUTAGES = Set.of("08", "40", "53", "57", "58");

    private final WatchSettings settings;
    private final SnapshotReader reader;
    private final NothingStepsBack nothingStepsBack;
    private final CrossingsAlternate crossingsAlternate = new CrossingsAlternate();
    private final ProgressGoesOn progressGoesOn = new ProgressGoesOn();
    private final ConsistentPrefix consistentPrefix;
    private final Violations violations;
    private final Freshness freshness;
    private final Availability availability;
    private long polls;
    private volatile boolean isClosed;
    private volatile @Nullable Connection connection;

    DatabaseWatch(
            WatchSettings settings,
            List<LoadTenant> tenants,
            PrefixLog log,
            Violations violations,
            Freshness freshness,
            Availability availability) {
        this.settings = settings;
        this.reader = new SnapshotReader(tenants);
        this.nothingStepsBack = new NothingStepsBack(settings.minuteAge());
        this.consistentPrefix = new ConsistentPrefix(log);
        this.violations = violations;
        this.freshness = freshness;
        this.availability = availability;
    }

    /** Reads once; an outage is noted, and the next call connects anew. */
    void poll() {
        poll(Depth.of(polls));
    }

    /** As {@link #poll()}, so much. */
    void poll(Depth depth) {
        Instant begin = Instant.now();
        try {
            Snapshot snapshot = reader.read(connected(), depth);
            polls++;
            availability.succeeded();
            check(snapshot);
        } catch (SQLException e) {
            disconnect();
            if (isClosed) {
                return;
            }
            String state = e.getSQLState();
            if (state != null && state.length() == 5 && OUTAGES.contains(state.substring(0, 2))) {
                availability.failed();
            } else {
                violations.add(begin, "the tables cannot be read: " + e);
            }
        }
    }

    /** Also breaks off a poll in another thread. */
    @Override
    public void close() {
        isClosed = true;
        disconnect();
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                violations.add(Instant.now(), "the connection cannot be given up: " + e);
            }
        }
    }

    private void check(Snapshot snapshot) {
        snapshot.watermark()
                .ifPresent(
                        watermark ->
                                freshness.add(new Freshness.Sample(snapshot.readAt(), watermark)));
        nothingStepsBack.see(snapshot, sentence -> note(snapshot, sentence));
        crossingsAlternate.see(snapshot, sentence -> note(snapshot, sentence));
        progressGoesOn.see(snapshot, sentence -> note(snapshot, sentence));
        consistentPrefix.see(snapshot, sentence -> note(snapshot, sentence));
        snapshot.mismatches().forEach(sentence -> note(snapshot, sentence));
    }

    private void note(Snapshot snapshot, String sentence) {
        violations.add(snapshot.readAt(), sentence);
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            Properties properties = new Properties();
            // In seconds. A server that is stopped, not dead, answers nothing at all.
            properties.setProperty("connectTimeout", "3");
            properties.setProperty("loginTimeout", "3");
            properties.setProperty("socketTimeout", "10");
            properties.setProperty("ApplicationName", "flowmeter-watch");
            open = DriverManager.getConnection(settings.jdbcUrl(), properties);
            open.setAutoCommit(false);
            open.setReadOnly(true);
            open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection = open;
        }
        return open;
    }
}
