package io.flowmeter.bench.entitlement;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tenants {@code t0} …, each subscribed to a plan with a hard limit on every meter {@code m0} …,
 * with usage of two billing periods, as the API's and the job's tables have them.
 */
record SeededTenants(int tenants, int meters) {

    /** Scopes ingest and read. */
    static final String KEY = "um_live_bench0001_measured-secret";

    private static final String PLAN =
            """
            INSERT INTO plan (namespace, plan, version, effective_from, limits, recorded_at)
            SELECT 'default', 'bench', 1, 'epoch', jsonb_agg(jsonb_build_object(
                       'key', 'm' || m, 'meter', 'm' || m, 'window', 'PERIOD', 'dimension', NULL,
                       'dimensionValue', NULL, 'quantity', '1000000', 'enforcement', 'HARD',
                       'burst', '0', 'graceSeconds', 0, 'whenStale', 'DENY',
                       'thresholds', jsonb_build_array('75%', '80%', '90%', '95%', '100%'))
                   ORDER BY m), 'epoch'
              FROM generate_series(0, ? - 1) AS m
            """;

    private static final String METERS =
            """
            INSERT INTO meter (namespace, meter, version, effective_from, event_type, aggregation,
                   recorded_at)
            SELECT 'default', 'm' || m, 1, 'epoch', 'type' || m, 'COUNT', 'epoch'
              FROM generate_series(0, ? - 1) AS m
            """;

    private static final String TENANTS =
            """
            INSERT INTO tenant (namespace, tenant, version, effective_from, time_zone, recorded_at)
            SELECT 'default', 't' || t, 1, 'epoch', 'UTC', 'epoch'
              FROM generate_series(0, ? - 1) AS t
            """;

    private static final String SUBSCRIPTIONS =
            """
            INSERT INTO subscription (namespace, tenant, version, plan, effective_from, recorded_at)
            SELECT 'default', 't' || t, 1, 'bench', 'epoch', 'epoch'
              FROM generate_series(0, ? - 1) AS t
            """;

    private static final String USAGE =
            """
            INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,
                   dimensions_hash, generation, window_end, aggregation, revision, event_count, quantity)
            SELECT 'default', 't' || t, 'm' || m, 'PERIOD', start, CAST(md5('') AS uuid), 0,
                   start + interval '1 month', 'COUNT', 1, 1, (t * 31 + m * 17) % 900000
              FROM generate_series(0, ? - 1) AS t, generate_series(0, ? - 1) AS m,
                   (SELECT date_trunc('month', now(), 'UTC') - ago * interval '1 month' AS start
                      FROM generate_series(0, 1) AS ago) AS period
            """;

    /** So far ahead that nothing is stale while the measurement runs. */
    private static final String PROGRESS =
            """
            INSERT INTO job_progress (sink_uid, subtask, parallelism, checkpoint_id, watermark, committed_at)
            VALUES ('store', 0, 1, 1, now() + interval '1 day', now())
            """;

    private static final String API_KEY =
            """
            INSERT INTO api_key (id, namespace, secret_hash, scopes)
            VALUES ('bench0001', 'default', ?, '{ingest,read}')
            """;

    void insertInto(EmbeddedDatabase database) throws SQLException {
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), "")) {
            execute(connection, PLAN, meters);
            execute(connection, METERS, meters);
            execute(connection, TENANTS, tenants);
            execute(connection, SUBSCRIPTIONS, tenants);
            execute(connection, USAGE, tenants, meters);
            execute(connection, PROGRESS);
            insertKey(connection);
            execute(connection, "VACUUM ANALYZE");
        }
    }

    private static void execute(Connection connection, String sql, int... numbers)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < numbers.length; i++) {
                statement.setInt(i + 1, numbers[i]);
            }
            statement.execute();
        }
    }

    private static void insertKey(Connection connection) throws SQLException {
        String secret = KEY.substring(KEY.lastIndexOf('_') + 1);
        try (PreparedStatement statement = connection.prepareStatement(API_KEY)) {
            statement.setBytes(
                    1,
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8)));
            statement.execute();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
