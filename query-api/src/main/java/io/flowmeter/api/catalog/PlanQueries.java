package io.flowmeter.api.catalog;

import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.limit.LimitJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads and inserts versions of plans. */
final class PlanQueries {

    private PlanQueries() {}

    /**
     * The newest version of a plan that is not archived.
     *
     * @throws ProblemException PLAN_NOT_FOUND
     */
    static Plan get(Handle handle, String namespace, String key) {
        return find(handle, namespace, key)
                .filter(plan -> !plan.archived())
                .orElseThrow(() -> notFound(key));
    }

    /** The problem that there is no such plan. */
    static ProblemException notFound(String key) {
        return new ProblemException(ProblemCode.PLAN_NOT_FOUND, "there is no plan " + key);
    }

    /** The newest version, be it archived. */
    static Optional<Plan> find(Handle handle, String namespace, String key) {
        return versions(handle, namespace, key, Integer.MAX_VALUE, 1).stream().findFirst();
    }

    /** Versions before one, newest first. */
    static List<Plan> versions(
            Handle handle, String namespace, String key, int beforeVersion, int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM plan
                         WHERE namespace = :namespace AND plan = :key AND version < :before
                         ORDER BY version DESC
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("key", key)
                .bind("before", beforeVersion)
                .bind("limit", limit)
                .map((row, context) -> plan(row))
                .list();
    }

    /** Newest versions of the plans after a key that are not archived, by key. */
    static List<Plan> list(Handle handle, String namespace, String afterKey, int limit) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM (SELECT DISTINCT ON (plan) *
                                  FROM plan
                                 WHERE namespace = :namespace AND plan > :after
                                 ORDER BY plan, version DESC) AS newest
                         WHERE NOT archived
                         ORDER BY plan
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("after", afterKey)
                .bind("limit", limit)
                .map((row, context) -> plan(row))
                .list();
    }

    static void insert(Handle handle, String namespace, Plan plan) {
        handle.createUpdate(
                        """
                        INSERT INTO plan (namespace, plan, version, effective_from, name, description,
                               limits, metadata, archived, recorded_at)
                        VALUES (:namespace, :plan, :version, :effectiveFrom, :name, :description,
                               CAST(:limits AS jsonb), CAST(:metadata AS jsonb), :archived,
                               :recordedAt)
                        """)
                .bind("namespace", namespace)
                .bind("plan", plan.key())
                .bind("version", plan.version())
                .bind("effectiveFrom", plan.effectiveFrom())
                .bind("name", plan.name())
                .bind("description", plan.description())
                .bind("limits", LimitJson.write(plan.limits()))
                .bind("metadata", Json.write(plan.metadata()))
                .bind("archived", plan.archived())
                .bind("recordedAt", plan.recordedAt())
                .execute();
    }

    private static Plan plan(ResultSet row) throws SQLException {
        return new Plan(
                row.getString("plan"),
                row.getInt("version"),
                row.getString("name"),
                row.getString("description"),
                LimitJson.read(row.getString("limits")),
                Json.storedTexts(row.getString("metadata")),
                Rows.instant(row, "effective_from"),
                Rows.instant(row, "recorded_at"),
                row.getBoolean("archived"));
    }
}
