package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All tables as they were at one moment: one read-only, repeatable-read transaction. */
final class Snapshot implements AutoCloseable {
    private static final int FETCH_SIZE = 2_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final int generation;

    private Snapshot(Connection connection, int generation) {
        this.connection = connection;
        this.generation = generation;
    }

    static Snapshot open(OracleSettings settings) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", settings.user());
        login.setProperty("password", settings.password());
        login.setProperty("ApplicationName", "flowmeter oracle");
        Connection connection = DriverManager.getConnection(settings.jdbcUrl(), login);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return new Snapshot(connection, settings.generation());
    }

    /** A view of a transaction that somebody else has begun, and may have changed rows in. */
    static Snapshot within(Connection transaction, int generation) {
        return new Snapshot(transaction, generation);
    }

    /** How far the job is; the first query, so all that follow see the same moment. */
    Progress progress() throws SQLException {
        List<Progress> found = new ArrayList<>();
        forEachRow(
                """
                SELECT coalesce(min(watermark), 'epoch') AS least,
                       coalesce(max(watermark), 'epoch') AS greatest,
                       clock_timestamp() AS now
                  FROM job_progress
                """,
                row ->
                        found.add(
                                new Progress(
                                        row.time("least"), row.time("greatest"), row.time("now"))));
        return found.get(0);
    }

    List<Versions.Change> catalog() throws SQLException {
        List<Versions.Change> changes = new ArrayList<>();
        forEachRow(
                """
                SELECT namespace, entity, entity_key, version, payload, recorded_at
                  FROM catalog_change
                 ORDER BY seq
                """,
                row ->
                        changes.add(
                                new Versions.Change(
                                        row.text("namespace"),
                                        row.text("entity"),
                                        row.text("entity_key"),
                                        (int) row.number("version"),
                                        (JsonNode) Objects.requireNonNull(row.get("payload")),
                                        row.time("recorded_at"))));
        return changes;
    }

    /** Row by row, as they come. */
    void forEachRow(String query, Consumer<FoundRow> action) throws SQLException {
        String sql = query.replace(":generation", Integer.toString(generation));
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    action.accept(read(rows));
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }

    /** A JSON text as a tree; null for the empty text. */
    static @Nullable JsonNode json(String text) {
        try {
            return text.isEmpty() ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    /** An object of texts. */
    static JsonNode object(Map<String, String> members) {
        return JSON.valueToTree(members);
    }

    private static FoundRow read(ResultSet rows) throws SQLException {
        var metadata = rows.getMetaData();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.put(metadata.getColumnLabel(i), value(rows, i, metadata.getColumnTypeName(i)));
        }
        return new FoundRow(columns);
    }

    private static @Nullable Object value(ResultSet rows, int column, String type)
            throws SQLException {
        if (rows.getObject(column) == null) {
            return null;
        }
        return switch (type) {
            case "timestamptz" -> rows.getObject(column, OffsetDateTime.class).toInstant();
            case "int4", "int8" -> rows.getLong(column);
            case "bool" -> rows.getBoolean(column);
            case "numeric" -> rows.getBigDecimal(column);
            case "bytea" -> Bytes.ofNullable(rows.getBytes(column));
            case "jsonb" -> json(rows.getString(column));
            case "text" -> rows.getString(column);
            default -> throw new SQLException("column of a type the oracle does not know: " + type);
        };
    }
}
