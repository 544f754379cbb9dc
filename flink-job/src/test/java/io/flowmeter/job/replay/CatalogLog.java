package io.flowmeter.job.replay;

import io.flowmeter.job.SampleCatalog;
import io.flowmeter.job.catalog.CatalogChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The catalog's changes: those of {@link SampleCatalog}, and some made while events come in. */
final class CatalogLog {
    private static final List<CatalogChange> CHANGES = new ArrayList<>();

    static {
        add("default", "NAMESPACE", "default", 1, namespace(Duration.ofDays(35)), -1);
        CHANGES.addAll(SampleCatalog.changes());
        add(
                "default",
                "METER",
                "call_sum",
                2,
                "{\"eventType\":\"call\",\"aggregation\":\"SUM\",\"valueProperty\":\"$.value\","
                        + "\"filter\":[{\"property\":\"$.model\",\"operator\":\"EQUALS\","
                        + "\"values\":[\"m-0\"]}],\"groupBy\":{\"model\":\"$.model\"},"
                        + "\"maxDimensionSets\":10,\"effectiveFrom\":\"2026-03-28T22:30:00Z\","
                        + "\"archived\":false}",
                20);
        add(
                "default",
                "TENANT",
                "initech",
                1,
                "{\"timeZone\":\"America/New_York\",\"billingInterval\":\"MONTH\","
                        + "\"billingAnchor\":null,\"effectiveFrom\":\"2026-03-28T23:00:00Z\","
                        + "\"archived\":false}",
                25);
        add("nowhere", "NAMESPACE", "nowhere", 1, namespace(Duration.ofDays(35)), 60);
        add("default", "NAMESPACE", "default", 2, namespace(Duration.ofDays(2)), 60 * 12);
    }

    private CatalogLog() {}

    /** In the order of their sequence numbers, which are 1, 2, 3, …, and of their times. */
    static List<CatalogChange> changes() {
        return CHANGES;
    }

    private static String namespace(Duration allowedLateness) {
        return "{\"allowedLatenessSeconds\":" + allowedLateness.toSeconds() + "}";
    }

    /**
     * @param minute of the log at which it is recorded; before the first, since 1970
     */
    private static void add(
            String namespace, String entity, String key, int version, String payload, int minute) {
        long recordedAt =
                minute < 0 ? 0 : EventLog.START.plus(Duration.ofMinutes(minute)).toEpochMilli();
        CHANGES.add(
                new CatalogChange(
                        CHANGES.size() + 1L, namespace, entity, key, version, payload, recordedAt));
    }
}
