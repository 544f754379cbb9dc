package io.flowmeter.job.store;

import static io.flowmeter.job.store.PostgresText.storable;
import static io.flowmeter.job.store.PostgresText.storableJson;

import io.flowmeter.core.event.DeadLetter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;

/**
 * Rows into {@code dead_letter}, at least once: flushed before each checkpoint and every 500, and a
 * repeat finds its topic, partition and offset and changes nothing. The original bytes are kept as
 * they are; only texts lose what Postgres cannot hold.
 */
public final class DeadLetterSink {

    private static final int BATCH_SIZE = 500;
    private static final int MAX_RETRIES = 3;

    private static final String INSERT =
            """
            INSERT INTO dead_letter (
                topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                appended_at, failed_at, record_key, record_value, record_headers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, now(), ?, ?, ?::jsonb)
                ON CONFLICT (topic, partition_id, record_offset) DO NOTHING
            """;

    private DeadLetterSink() {}

    /** A sink that retries a failed flush three times, then fails the job. */
    public static Sink<DeadLetter> create(PostgresSettings settings) {
        var connection =
                new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(settings.jdbcUrl())
                        .withDriverName("org.postgresql.Driver")
                        .withUsername(settings.user())
                        .withPassword(settings.password())
                        .withProperty("ApplicationName", "flowmeter dead letter sink")
                        .withProperty("connectTimeout", "10")
                        .withProperty("socketTimeout", "60")
                        .withProperty("logServerErrorDetail", "false")
                        .build();
        var execution =
                JdbcExecutionOptions.builder()
                        .withBatchSize(BATCH_SIZE)
                        .withMaxRetries(MAX_RETRIES)
                        .build();
        return JdbcSink.<DeadLetter>builder()
                .withQueryStatement(INSERT, DeadLetterSink::bind)
                .withExecutionOptions(execution)
                .buildAtLeastOnce(connection);
    }

    private static void bind(PreparedStatement statement, DeadLetter letter) throws SQLException {
        var appendedAt = Instant.ofEpochMilli(letter.appendMillis()).atOffset(ZoneOffset.UTC);
        statement.setString(1, letter.position().topic());
        statement.setInt(2, letter.position().partition());
        statement.setLong(3, letter.position().offset());
        statement.setString(4, storable(letter.namespace()));
        statement.setString(5, storable(letter.tenant()));
        statement.setString(6, letter.reason());
        statement.setString(7, storable(letter.detail()));
        statement.setBoolean(8, letter.partial());
        statement.setObject(9, appendedAt);
        statement.setBytes(10, letter.key());
        statement.setBytes(11, letter.value());
        statement.setString(12, storableJson(letter.headers()));
    }
}
