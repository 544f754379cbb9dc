package io.flowmeter.bench.oracle;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database that holds {@link HandMadeTables}, to be changed, compared and restored. */
final class OracleTrial implements AutoCloseable {
    private final Connection owner;

    private OracleTrial(Connection owner) {
        this.owner = owner;
    }

    static OracleTrial begin() throws SQLException {
        var owner =
                DriverManager.getConnection(
                        EmbeddedDatabase.shared().freshDatabase(), "postgres", "");
        owner.setAutoCommit(false);
        var trial = new OracleTrial(owner);
        trial.execute("ALTER TABLE rolling_usage DROP CONSTRAINT rolling_usage_horizon_check");
        trial.execute("ALTER TABLE event_count DROP CONSTRAINT event_count_verdict_check");
        HandMadeTables.insert(owner);
        owner.commit();
        return trial;
    }

    Connection owner() {
        return owner;
    }

    /** How many rows it changed. */
    int execute(String sql) throws SQLException {
        try (var statement = owner.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    void undo() throws SQLException {
        owner.rollback();
    }

    Comparison compare() throws SQLException {
        return compare(HandMadeTopics.all());
    }

    Comparison compare(ReadTopics topics) throws SQLException {
        return Oracle.compare(
                Snapshot.within(owner, 0), HandMadeTables.PROGRESS, topics, TestLog.SETTINGS);
    }

    @Override
    public void close() throws SQLException {
        owner.close();
    }
}
