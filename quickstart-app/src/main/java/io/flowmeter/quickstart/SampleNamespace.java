package io.flowmeter.quickstart;

import io.flowmeter.core.event.UsageEvent;
import java.sql.Connection;
import java.sql.SQLException;

/** The namespaces a quickstart replays into. */
enum SampleNamespace {
    /** Events of today. */
    LIVE(UsageEvent.DEFAULT_NAMESPACE),
    /** Events of any age: nothing is late in it. */
    HISTORY("history");

    private final String key;

    SampleNamespace(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Makes sure the namespace exists; the default one always does. */
    void create(Connection owner) throws SQLException {
        if (this == LIVE) {
            return;
        }
        // One transaction: the change log is what the job follows, the table what the API shows.
        try (var insert =
                owner.prepareStatement(
                        """
                        WITH recorded AS (SELECT begin_catalog_change() AS at),
                             created AS (
                                 INSERT INTO namespace (namespace, allowed_lateness_seconds, recorded_at)
                                 SELECT ?::text, NULL, at FROM recorded
                                 ON CONFLICT (namespace) DO NOTHING
                                 RETURNING namespace, recorded_at)
                        SELECT record_catalog_change(namespace, 'NAMESPACE', namespace, 1,
                                   '{"allowedLatenessSeconds": null}', recorded_at)
                          FROM created
                        """)) {
            insert.setString(1, key);
            insert.execute();
        }
    }
}
