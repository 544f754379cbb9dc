package io.flowmeter.job;

import io.flowmeter.job.catalog.CatalogChange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A catalog with a meter of every aggregation and tenants of several zones, known since 1970. */
public final class SampleCatalog {
    private static final List<CatalogChange> CHANGES = new ArrayList<>();

    static {
        for (String aggregation : List.of("SUM", "LAST", "MAX", "MIN", "AVG")) {
            meter(
                    "call_" + aggregation.toLowerCase(Locale.ROOT),
                    "call",
                    aggregation,
                    "\"$.value\"",
                    "{\"model\":\"$.model\"}",
                    10);
        }
        meter("call_count", "call", "COUNT", "null", "{}", 10);
        meter("call_users", "call", "UNIQUE_COUNT", "\"$.user\"", "{\"model\":\"$.model\"}", 100);
        meter("gauge_last", "gauge", "LAST", "\"$.value\"", "{}", 10);
        meter("gauge_max", "gauge", "MAX", "\"$.value\"", "{\"user\":\"$.user\"}", 100);
        add("TENANT", "acme", tenant("Europe/Berlin", "MONTH", "\"2026-01-31\""));
        add("TENANT", "globex", tenant("Asia/Kathmandu", "QUARTER", "null"));
    }

    private SampleCatalog() {}

    /**
     * As {@link #install} puts it into a database, after the namespace that every database has.
     *
     * @return changes of sequence numbers from 2 on
     */
    public static List<CatalogChange> changes() {
        return List.copyOf(CHANGES);
    }

    /**
     * Puts the catalog into a database and stops its clock: the change log is complete until then,
     * and so the job's time is, once all events are read.
     */
    static void install(String jdbcUrl, Instant completeUntil) throws SQLException {
        try (Connection owner = DriverManager.getConnection(jdbcUrl, "postgres", "");
                Statement statement = owner.createStatement()) {
            for (CatalogChange change : CHANGES) {
                statement.execute(
                        "select record_catalog_change('default', '%s', '%s', 1, '%s', 'epoch')"
                                .formatted(change.entity(), change.key(), change.payload()));
            }
            statement.execute(
                    "create or replace function catalog_complete_until() returns timestamptz"
                            + " language sql return timestamptz '"
                            + completeUntil
                            + "'");
        }
    }

    private static void meter(
            String key, String type, String aggregation, String property, String groupBy, int cap) {
        add(
                "METER",
                key,
                "{\"eventType\":\""
                        + type
                        + "\",\"aggregation\":\""
                        + aggregation
                        + "\",\"valueProperty\":"
                        + property
                        + ",\"filter\":[],\"groupBy\":"
                        + groupBy
                        + ",\"maxDimensionSets\":"
                        + cap
                        + ",\"effectiveFrom\":\"1970-01-01T00:00:00Z\",\"archived\":false}");
    }

    private static String tenant(String zone, String interval, String anchor) {
        return "{\"timeZone\":\""
                + zone
                + "\",\"billingInterval\":\""
                + interval
                + "\",\"billingAnchor\":"
                + anchor
                + ",\"effectiveFrom\":\"1970-01-01T00:00:00Z\",\"archived\":false}";
    }

    private static void add(String entity, String key, String payload) {
        CHANGES.add(new CatalogChange(CHANGES.size() + 2L, "default", entity, key, 1, payload, 0));
    }
}
