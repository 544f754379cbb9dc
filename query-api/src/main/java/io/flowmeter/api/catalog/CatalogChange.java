package io.flowmeter.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.database.Rows;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The ordered log of catalog versions; what it says is a contract with the job. */
final class CatalogChange {

    private CatalogChange() {}

    /** Waits until no other change is under way; returns when this one is recorded at. */
    static Instant begin(Handle handle) {
        return handle.createQuery("SELECT begin_catalog_change() AS recorded_at")
                .map((row, context) -> Rows.instant(row, "recorded_at"))
                .one();
    }

    /**
     * @param entity METER, TENANT, PLAN or SUBSCRIPTION
     */
    static void record(
            Handle handle,
            String namespace,
            String entity,
            String key,
            int version,
            JsonNode payload,
            Instant recordedAt) {
        handle.createQuery(
                        """
                        SELECT record_catalog_change(
                            :namespace, :entity, :key, :version, CAST(:payload AS jsonb), :recordedAt)
                        """)
                .bind("namespace", namespace)
                .bind("entity", entity)
                .bind("key", key)
                .bind("version", version)
                .bind("payload", payload.toString())
                .bind("recordedAt", recordedAt)
                .mapTo(Long.class)
                .one();
    }
}
