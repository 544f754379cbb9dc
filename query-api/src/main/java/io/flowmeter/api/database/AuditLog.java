package io.flowmeter.api.database;

import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes who changed what into audit_log, in the transaction of the change itself. */
public final class AuditLog {

    private AuditLog() {}

    /**
     * @param tenant null: the change concerns the whole namespace
     * @param actor id of the API key
     * @param action such as {@code meter.update}
     * @param object such as {@code meter/tokens}
     * @param before null: there was nothing
     * @param after null: there is nothing
     */
    public static void write(
            Handle handle,
            String namespace,
            @Nullable String tenant,
            String actor,
            String action,
            String object,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_log (namespace, tenant, actor, action, object, before, after)
                        VALUES (:namespace, :tenant, :actor, :action, :object,
                                CAST(:before AS jsonb), CAST(:after AS jsonb))
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .bind("actor", actor)
                .bind("action", action)
                .bind("object", object)
                .bind("before", before == null ? null : before.toString())
                .bind("after", after == null ? null : after.toString())
                .execute();
    }
}
