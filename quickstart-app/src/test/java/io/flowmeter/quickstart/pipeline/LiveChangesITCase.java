package io.flowmeter.quickstart.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do while the job runs: make meters, send nonsense, repair. */
class LiveChangesITCase {
    @TempDir static Path directory;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws Exception {
        pipeline = new RunningPipeline(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        pipeline.close();
    }

    /** No pause between the two requests: the event waits for the catalog, not the user. */
    @Test
    void eventSentRightAfterItsMeterWasMadeCounts() throws Exception {
        for (int i = 0; i < 20; i++) {
            String meter = "fresh-" + i;
            makeMeter(meter, "COUNT", null);
            pipeline.publish(event("1", meter, "{}"));

            pipeline.awaitVerdicts();

            assertThat(total(meter)).isEqualTo("1");
        }
    }

    @Test
    void meterCountsFromItsEffectiveTimeOn() throws Exception {
        Instant now = now();
        pipeline.json(
                "POST",
                "/v1/meters",
                "{\"key\":\"later\",\"eventType\":\"later\",\"aggregation\":\"COUNT\",\"effectiveFrom\":\""
                        + now.minusSeconds(60)
                        + "\"}",
                201);

        pipeline.publish(event("before", "later", now.minusSeconds(61), "{}"));
        pipeline.publish(event("after", "later", now.minusSeconds(59), "{}"));
        pipeline.awaitVerdicts();

        assertThat(total("later")).isEqualTo("1");
    }

    @Test
    void archivedMeterCountsNoMore() throws Exception {
        makeMeter("gone", "COUNT", null);
        pipeline.publish(event("1", "gone", "{}"));
        pipeline.awaitVerdicts();

        pipeline.send("DELETE", "/v1/meters/gone", "application/json", "");
        pipeline.publish(event("2", "gone", now().plusSeconds(1), "{}"));
        pipeline.awaitVerdicts();

        assertThat(
                        pipeline.count(
                                "select sum(event_count) from usage_aggregate where meter = 'gone'"
                                        + " and granularity = 'PERIOD'"))
                .isEqualTo(1);
        assertThat(pipeline.count(unmatched("gone"))).isEqualTo(1);
    }

    @Test
    void deadLetterCountsAfterTheFixAndAReplay() throws Exception {
        makeMeter("repaired", "SUM", "$.tokns");
        pipeline.publish(event("1", "repaired", "{\"tokens\":42}"));
        pipeline.awaitVerdicts();
        JsonNode letter =
                pipeline.json("GET", "/v1/dead-letters?reason=VALUE_MISSING", "", 200)
                        .get("data")
                        .get(0);
        assertThat(letter.get("detail").asText()).contains("repaired", "$.tokns");

        pipeline.json(
                "PATCH",
                "/v1/meters/repaired",
                "{\"valueProperty\":\"$.tokens\",\"effectiveFrom\":\""
                        + now().minusSeconds(3600)
                        + "\"}",
                200);
        pipeline.replay(letter.get("position").asText());
        pipeline.awaitVerdicts();

        assertThat(total("repaired")).isEqualTo("42");
    }

    @Test
    void nonsenseOnTheTopicHarmsNoNeighbour() throws Exception {
        makeMeter("steady", "SUM", "$.n");

        for (int i = 0; i < 50; i++) {
            pipeline.publish(event("good-" + i, "steady", "{\"n\":1}"));
            pipeline.publishRaw("acme", nonsense(i));
        }
        pipeline.awaitVerdicts();

        assertThat(total("steady")).isEqualTo("50");
        assertThat(pipeline.count("select count(*) from dead_letter where reason = 'UNPARSABLE'"))
                .isGreaterThanOrEqualTo(50);
    }

    @Test
    void voidRightAfterItsTargetTakesItBack() throws Exception {
        makeMeter("voided", "MAX", "$.n");
        pipeline.publish(event("low", "voided", "{\"n\":3}"));
        pipeline.publish(event("high", "voided", "{\"n\":9}"));
        pipeline.publish(
                event("v", "flowmeter.void", "{\"id\":\"high\",\"source\":\"live-voided\"}"));
        pipeline.awaitVerdicts();

        assertThat(total("voided")).isEqualTo("3");
        assertThat(pipeline.count("select count(*) from audit_log where action = 'void'"))
                .isEqualTo(1);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static byte[] nonsense(int i) {
        return switch (i % 5) {
            case 0 -> new byte[] {(byte) 0xff, (byte) 0xfe, 0};
            case 1 -> "{\"specversion\":".getBytes(StandardCharsets.UTF_8);
            case 2 -> "[[[[[[[[".getBytes(StandardCharsets.UTF_8);
            case 3 -> new byte[0];
            default -> "\"text\\u0000\"".getBytes(StandardCharsets.UTF_8);
        };
    }

    private static void makeMeter(String key, String aggregation, String valueProperty)
            throws Exception {
        String property =
                valueProperty == null ? "" : ",\"valueProperty\":\"" + valueProperty + "\"";
        pipeline.json(
                "POST",
                "/v1/meters",
                "{\"key\":\""
                        + key
                        + "\",\"eventType\":\""
                        + key
                        + "\",\"aggregation\":\""
                        + aggregation
                        + "\""
                        + property
                        + ",\"effectiveFrom\":\"1970-01-01T00:00:00Z\"}",
                201);
    }

    private static String event(String id, String type, String data) {
        return event(id, type, now(), data);
    }

    private static String event(String id, String type, Instant time, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\""
                + id
                + "\",\"source\":\"live-"
                + type
                + "\",\"type\":\""
                + type
                + "\",\"subject\":\"acme\",\"time\":\""
                + time
                + "\",\"data\":"
                + data
                + "}";
    }

    private static String total(String meter) throws Exception {
        JsonNode data =
                pipeline.json(
                                "GET",
                                "/v1/meters/" + meter + "/query?from=2026-01-01T00:00:00Z",
                                "",
                                200)
                        .get("data");
        return data.get(0).get("value").asText();
    }

    private static String unmatched(String type) {
        return "select coalesce(sum(events), 0) from event_count where verdict = 'UNMATCHED'"
                + " and detail = '"
                + type
                + "'";
    }
}
