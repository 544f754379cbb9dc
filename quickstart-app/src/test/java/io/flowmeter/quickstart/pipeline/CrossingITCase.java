package io.flowmeter.quickstart.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tenants with limits do, and which crossings become of it. */
class CrossingITCase {
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

    @Test
    void aThresholdIsCrossedOnceWhateverFollows() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "once");
        LimitedTenant acme = new LimitedTenant(pipeline, "once.acme");
        acme.limit(limit("once", "10", "80%", "100%"));

        acme.use(calls, 1, 7);
        pipeline.awaitCrossings();
        assertThat(acme.crossings()).isEmpty();

        acme.use(calls, 8, 8);
        pipeline.awaitCrossings();
        assertThat(acme.crossings()).containsExactly("CROSSED 80% 1: 8");

        acme.use(calls, 9, 9);
        acme.use(calls, 1, 9); // duplicates
        pipeline.awaitCrossings();
        assertThat(stored(acme)).isEqualTo(1);
        assertThat(acme.crossings()).containsExactly("CROSSED 80% 1: 8");

        acme.use(calls, 10, 10);
        pipeline.awaitCrossings();
        assertThat(stored(acme)).isEqualTo(2);
        assertThat(acme.crossings()).containsExactly("CROSSED 100% 1: 10", "CROSSED 80% 1: 8");
    }

    @Test
    void aVoidRecoversAndTheNextEventCrossesAnew() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "voided");
        LimitedTenant acme = new LimitedTenant(pipeline, "voided.acme");
        acme.limit(limit("voided", "5", "100%"));
        acme.use(calls, 1, 5);
        pipeline.awaitCrossings();

        pipeline.publish(calls.takingBack("2", acme.id()));
        pipeline.awaitCrossings();
        assertThat(acme.crossings()).containsExactly("RECOVERED 100% 1: 4", "CROSSED 100% 1: 5");

        acme.use(calls, 6, 6);
        pipeline.awaitCrossings();
        assertThat(acme.crossings())
                .containsExactly("CROSSED 100% 2: 5", "RECOVERED 100% 1: 4", "CROSSED 100% 1: 5");
    }

    @Test
    void aLoweredLimitCrossesAndARaisedOneRecoversWithNoNewEvent() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "lowered");
        LimitedTenant acme = new LimitedTenant(pipeline, "lowered.acme");
        acme.limit(limit("lowered", "10", "80%"));
        acme.use(calls, 1, 6);
        pipeline.awaitCrossings();
        assertThat(acme.crossings()).isEmpty();

        Instant before = Instant.now();
        acme.limit(limit("lowered", "7", "80%"));
        pipeline.awaitCrossings();

        assertThat(acme.crossings()).containsExactly("CROSSED 80% 1: 6");
        JsonNode crossed = acme.crossingRows().get(0);
        assertThat(crossed.get("limitQuantity").asText()).isEqualTo("7");
        assertThat(crossed.get("thresholdQuantity").asText()).isEqualTo("5.6");
        assertThat(Instant.parse(crossed.get("occurredAt").asText()))
                .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());

        acme.limit(limit("lowered", "100", "80%"));
        pipeline.awaitCrossings();
        assertThat(acme.crossings()).containsExactly("RECOVERED 80% 1: 6", "CROSSED 80% 1: 6");
    }

    @Test
    void aPlanThatIsLoweredCrossesForAllItsSubscribers() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "planned");
        String plan = "{\"key\":\"planned\",\"limits\":[%s]}";
        pipeline.json("POST", "/v1/plans", plan.formatted(limit("planned", "10", "100%")), 201);
        LimitedTenant acme = new LimitedTenant(pipeline, "planned.acme");
        LimitedTenant globex = new LimitedTenant(pipeline, "planned.globex");
        acme.subscribeTo("planned");
        globex.subscribeTo("planned");
        acme.use(calls, 1, 3);
        globex.use(calls, 1, 2);
        pipeline.awaitCrossings();

        pipeline.json(
                "PUT", "/v1/plans/planned", plan.formatted(limit("planned", "3", "100%")), 200);
        pipeline.awaitCrossings();

        assertThat(acme.crossings()).containsExactly("CROSSED 100% 1: 3");
        assertThat(globex.crossings()).isEmpty();
    }

    /** The event stands in one of the oldest of the sixty minutes, so it leaves soon. */
    @Test
    void aRollingQuantityRecoversAsTimePasses() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "decaying");
        LimitedTenant acme = new LimitedTenant(pipeline, "decaying.acme");
        acme.limit(
                """
                {"meter":"decaying","window":"PT60M","quantity":1,"thresholds":["100%"]}""");

        Instant minute = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.MINUTES);
        pipeline.publish(calls.event("1", acme.id(), minute.minus(59, ChronoUnit.MINUTES)));

        await().atMost(Duration.ofSeconds(150)).until(() -> acme.crossings().size() == 2);
        assertThat(acme.crossings()).containsExactly("RECOVERED 100% 1: 0", "CROSSED 100% 1: 1");
        JsonNode recovered = acme.crossingRows().get(0);
        assertThat(recovered.get("occurredAt").asText())
                .isEqualTo(minute.plus(1, ChronoUnit.MINUTES).toString());
        assertThat(recovered.get("windowStart").isNull()).isTrue();
    }

    @Test
    void eachValueOfADimensionHasItsLimitAndOneItsOwn() throws Exception {
        pipeline.json(
                "POST",
                "/v1/meters",
                """
                {"key":"by-model","eventType":"by-model","aggregation":"COUNT",\
                "groupBy":{"model":"$.model"},"effectiveFrom":"1970-01-01T00:00:00Z"}""",
                201);
        LimitedTenant acme = new LimitedTenant(pipeline, "by-model.acme");
        String ofModel =
                "{\"key\":\"%s\",\"meter\":\"by-model\",\"dimension\":\"model\","
                        + "\"dimensionValue\":%s,\"quantity\":%d,\"thresholds\":[\"100%%\"]}";
        acme.limit(
                ofModel.formatted("each", "null", 3),
                ofModel.formatted("m-2", "\"m-2\"", 1),
                "{\"key\":\"total\",\"meter\":\"by-model\",\"thresholds\":[\"6\",\"7\"]}");

        List<String> events = new ArrayList<>();
        for (String model : List.of("m-1", "m-1", "m-2", "m-3", "m-3", "m-3")) {
            events.add(
                    """
                    {"specversion":"1.0","id":"%d","source":"models","type":"by-model",\
                    "subject":"%s","time":"%s","data":{"model":"%s"}}"""
                            .formatted(events.size(), acme.id(), Instant.now(), model));
        }
        pipeline.publish(events.toString());
        pipeline.awaitCrossings();

        List<String> crossings = new ArrayList<>();
        acme.crossingRows()
                .forEach(
                        row ->
                                crossings.add(
                                        row.get("limitKey").asText()
                                                + " "
                                                + row.get("dimensions")
                                                + " "
                                                + row.get("quantity").asText()));
        assertThat(crossings)
                .containsExactlyInAnyOrder(
                        "each {\"model\":\"m-3\"} 3", "m-2 {\"model\":\"m-2\"} 1", "total null 6");
    }

    private static String limit(String meter, String quantity, String... thresholds) {
        return "{\"meter\":\"%s\",\"quantity\":\"%s\",\"thresholds\":[\"%s\"]}"
                .formatted(meter, quantity, String.join("\",\"", thresholds));
    }

    private static long stored(LimitedTenant tenant) {
        return pipeline.count(
                "select count(*) from threshold_crossing where tenant = '" + tenant.id() + "'");
    }
}
