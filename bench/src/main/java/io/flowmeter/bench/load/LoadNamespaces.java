package io.flowmeter.bench.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The namespaces of a load and their keys: the only things it writes to Postgres itself. */
final class LoadNamespaces {
    private LoadNamespaces() {}

    /**
     * Creates what is missing; a namespace that exists stays, and gets one more key.
     *
     * @param ownerJdbcUrl names the schema's owner
     * @return API keys by namespace
     */
    static Map<String, String> create(String ownerJdbcUrl, LoadSettings settings)
            throws SQLException {
        Map<String, String> keys = new LinkedHashMap<>();
        try (var owner = DriverManager.getConnection(ownerJdbcUrl)) {
            create(owner, settings.openNamespace(), null);
            create(owner, settings.strictNamespace(), LoadSettings.STRICT_LATENESS);
            for (String namespace :
                    new String[] {settings.openNamespace(), settings.strictNamespace()}) {
                LoadKey key = LoadKey.random(namespace);
                key.allow(owner);
                keys.put(namespace, key.text());
            }
        }
        return keys;
    }

    /** One transaction: the change log is what the job follows, the table what the API shows. */
    private static void create(
            Connection owner, String namespace, @Nullable Duration allowedLateness)
            throws SQLException {
        try (var insert =
                owner.prepareStatement(
                        """
                        WITH recorded AS (SELECT begin_catalog_change() AS at),
                             created AS (
                                 INSERT INTO namespace (
                                     namespace, allowed_lateness_seconds, recorded_at)
                                 SELECT ?::text, ?::bigint, at FROM recorded
                                 ON CONFLICT (namespace) DO NOTHING
                                 RETURNING namespace, allowed_lateness_seconds, recorded_at)
                        SELECT record_catalog_change(namespace, 'NAMESPACE', namespace, 1,
                                   jsonb_build_object(
                                       'allowedLatenessSeconds', allowed_lateness_seconds),
                                   recorded_at)
                          FROM created
                        """)) {
            insert.setString(1, namespace);
            insert.setObject(2, allowedLateness == null ? null : allowedLateness.toSeconds());
            insert.execute();
        }
    }
}
