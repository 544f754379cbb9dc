package io.flowmeter.api.catalog;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Meters to be limited, and what is written down of plans and subscriptions. */
final class CatalogFixture {

    private static final Path AGREED = Path.of("src", "test", "resources", "catalog-change");

    private final ApiFixture api;

    CatalogFixture(ApiFixture api) {
        this.api = api;
    }

    /**
     * @param groupBy a JSON object
     */
    void meter(String key, String aggregation, String groupBy) {
        String value = aggregation.equals("COUNT") ? "" : ",\"valueProperty\":\"$.v\"";
        TestTables.meter(api, key, "t", aggregation, value + ",\"groupBy\":" + groupBy);
    }

    /**
     * The payload that is agreed with the job, whose {@code LimitPayloadTest} reads the same file.
     */
    static String agreed(String entity) {
        try {
            return Files.readString(AGREED.resolve(entity + ".json")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Key, version and payload of each catalog change that has its row in the entity's table. */
    List<String> changes(String entity) {
        String table = entity.equals("PLAN") ? "plan" : "subscription";
        String key = entity.equals("PLAN") ? "plan" : "tenant";
        return api.owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT c.entity_key || ' ' || c.version || ' ' || CAST(c.payload AS text)
                                          FROM catalog_change AS c
                                          JOIN %s AS t
                                            ON t.%s = c.entity_key AND t.version = c.version
                                               AND t.recorded_at = c.recorded_at
                                         WHERE c.entity = :entity
                                         ORDER BY c.seq
                                        """
                                                .formatted(table, key))
                                .bind("entity", entity)
                                .mapTo(String.class)
                                .list());
    }

    /** The audit log of an object with the quantities of its first limit. */
    List<String> audit(String object) {
        return api.owner.withHandle(
                handle ->
                        handle
                                .createQuery(
                                        """
                                        SELECT actor, tenant, action,
                                               before #>> '{limits,0,quantity}' AS before,
                                               after #>> '{limits,0,quantity}' AS after
                                          FROM audit_log WHERE object = :object ORDER BY seq
                                        """)
                                .bind("object", object)
                                .mapToMap()
                                .stream()
                                .map(Map::toString)
                                .toList());
    }
}
