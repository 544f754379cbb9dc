package io.flowmeter.job;

import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.catalog.CatalogUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A catalog with a meter of every aggregation and tenants of several zones, known since 1970. */
final class SampleCatalog {
    private static final List<CatalogChange> CHANGES = new ArrayList<>();

    static {
        add("NAMESPACE", "default", "{\"allowedLatenessSeconds\":3024000}");
        for (String aggregation : List.of("SUM", "LAST", "MAX", "MIN", "AVG")) {
            meter("call_" + aggregation.toLowerCase(Locale.ROOT), "call", aggregation, "\"$.value\"", "{\"model\":\"$.model\"}", 10);
        }
        meter("call_count", "call", "COUNT", "null", "{}", 10);
        meter("call_users", "call", "UNIQUE_COUNT", "\"$.user\"", "{\"model\":\"$.model\"}", 100);
        meter("gauge_last", "gauge", "LAST", "\"$.value\"", "{}", 10);
        meter("gauge_max", "gauge", "MAX", "\"$.value\"", "{\"user\":\"$.user\"}", 100);
        add("TENANT", "acme", tenant("Europe/Berlin", "MONTH", "\"2026-01-31\""));
        add("TENANT", "globex", tenant("Asia/Kathmandu", "QUARTER", "null"));
    }

    private SampleCatalog() {}

    /** How many updates there are: the changes and a mark. */
    static int updates() {
        return CHANGES.size() + 1;
    }

    /** The changes one after the other, then the mark that the catalog is complete. */
    static CatalogUpdate update(int index) {
        return index < CHANGES.size()
                ? CatalogUpdate.of(CHANGES.get(index))
                : CatalogUpdate.completeUntil(Long.MAX_VALUE);
    }

    private static void meter(
            String key, String type, String aggregation, String property, String groupBy, int cap) {
        add("METER", key, "{\"eventType\":\"" + type + "\",\"aggregation\":\"" + aggregation
                + "\",\"valueProperty\":" + property + ",\"filter\":[],\"groupBy\":" + groupBy
                + ",\"maxDimensionSets\":" + cap
                + ",\"effectiveFrom\":\"1970-01-01T00:00:00Z\",\"archived\":false}");
    }

    private static String tenant(String zone, String interval, String anchor) {
        return "{\"timeZone\":\"" + zone + "\",\"billingInterval\":\"" + interval
                + "\",\"billingAnchor\":" + anchor
                + ",\"effectiveFrom\":\"1970-01-01T00:00:00Z\",\"archived\":false}";
    }

    private static void add(String entity, String key, String payload) {
        CHANGES.add(new CatalogChange(CHANGES.size() + 1L, "default", entity, key, 1, payload, 0));
    }
}
