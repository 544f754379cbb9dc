package io.flowmeter.quickstart.pipeline;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** The database of one pipeline, seen as its owner sees it. */
record PipelineDatabase(String url) {

    /**
     * A fresh one whose default namespace accepts events of any age.
     *
     * @param key of the API, that may do everything: {@code um_live_<id>_<secret>}
     */
    static PipelineDatabase create(String key)
            throws IOException, SQLException, NoSuchAlgorithmException {
        var database = new PipelineDatabase(EmbeddedDatabase.shared().freshDatabase());
        try (Connection owner = database.connect();
                Statement statement = owner.createStatement()) {
            String[] parts = key.split("_", -1);
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(parts[3].getBytes(StandardCharsets.UTF_8));
            statement.execute(
                    """
                    insert into api_key (id, namespace, secret_hash, scopes)
                    values ('%s', 'default', '\\x%s', array['ingest', 'read', 'manage'])
                    """
                            .formatted(parts[2], HexFormat.of().formatHex(hash)));
            statement.execute("update namespace set allowed_lateness_seconds = null, version = 2");
            statement.execute(
                    "select record_catalog_change('default', 'NAMESPACE', 'default', 2,"
                            + " '{\"allowedLatenessSeconds\": null}', 'epoch')");
        }
        return database;
    }

    long count(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count: " + sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
    }
}
