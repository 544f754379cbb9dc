package io.flowmeter.quickstart.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits over other stretches than the billing period, and on values of a dimension. */
class LimitedWindowITCase {
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

    @Test
    void aMonthIsLimitedBesideABillingPeriodOfAYear() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "monthly");
        LimitedTenant acme = new LimitedTenant(pipeline, "monthly.acme");
        pipeline.json(
                "POST",
                "/v1/tenants",
                """
                {"id":"monthly.acme","timeZone":"UTC","billingInterval":"YEAR",\
                "billingAnchor":"2020-01-01"}""",
                201);
        acme.limit(
                "{\"meter\":\"monthly\",\"quantity\":2,\"thresholds\":[\"100%\"]}",
                """
                {"key":"by-month","meter":"monthly","window":"MONTH","quantity":4,\
                "thresholds":["50%"]}""");

        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        acme.use(calls, 1, 2);
        pipeline.awaitCrossings();

        String nextYear = now.getYear() + 1 + "-01-01T00:00:00Z";
        String nextMonth = YearMonth.from(now).plusMonths(1) + "-01T00:00:00Z";
        List<String> crossings = new ArrayList<>();
        acme.crossingRows()
                .forEach(
                        row ->
                                crossings.add(
                                        row.get("window").asText()
                                                + " "
                                                + row.get("threshold").asText()
                                                + " until "
                                                + row.get("windowEnd").asText()));
        assertThat(crossings)
                .containsExactlyInAnyOrder(
                        "PERIOD 100% until " + nextYear, "MONTH 50% until " + nextMonth);
    }
}
