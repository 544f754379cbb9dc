package io.flowmeter.quickstart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowmeter.quickstart.pipeline.RunningPipeline;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every required case, in by HTTP, through Kafka, Flink and Postgres, and out by HTTP. */
class MeteringCasesITCase {
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

    static List<MeteringCase> aggregates() {
        return MeteringCase.required("aggregate");
    }

    static List<MeteringCase> steps() {
        List<MeteringCase> steps = new ArrayList<>(MeteringCase.required("aggregate_steps"));
        steps.add(MeteringCase.named("policy-03"));
        return steps;
    }

    static List<MeteringCase> parses() {
        return MeteringCase.required("parse");
    }

    static List<MeteringCase> ingests() {
        return MeteringCase.required("ingest");
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void aggregateIsAsTheCaseExpects(MeteringCase wanted) throws Exception {
        for (List<JsonNode> order : orders(wanted)) {
            CaseMeter meter = CaseMeter.create(pipeline, wanted.id(), wanted.query());
            int copies = wanted.input().path("repeat_all").asInt(1);
            for (int i = 0; i < copies; i++) {
                meter.publish(order);
            }

            pipeline.awaitVerdicts();

            new AggregateExpectation(meter, wanted).check();
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aggregateIsAsExpectedAfterEachEvent(MeteringCase wanted) throws Exception {
        CaseMeter meter = CaseMeter.create(pipeline, wanted.id(), wanted.input());
        JsonNode values = wanted.input().get("values_in_order");
        Instant start = Instant.parse("2026-01-10T10:00:00Z");

        for (int i = 0; i < values.size(); i++) {
            meter.publishStep(values.get(i).asText(), i, start.plusSeconds(i));
            pipeline.awaitVerdicts();

            BigDecimal total = meter.total(start, start.plus(Duration.ofHours(1)));
            assertThat(total)
                    .isEqualByComparingTo(wanted.expected().get("after_each").get(i).asText());
        }
    }

    @ParameterizedTest
    @MethodSource("parses")
    void valueIsReadOrRefused(MeteringCase wanted) throws Exception {
        JsonNode values = wanted.input().get("values");

        for (int i = 0; i < values.size(); i++) {
            String expected = wanted.expected().get("results").get(i).asText();
            JsonNode sum = MeteringCase.JSON.readTree("{\"agg\":\"SUM\"}");
            CaseMeter meter = CaseMeter.create(pipeline, wanted.id() + "-" + i, sum);
            String value = values.get(i).asText();
            Instant at = Instant.parse("2026-01-10T10:00:00Z");
            meter.publishData("e1", at, value.equals("(absent)") ? "{}" : "{\"v\":" + value + "}");
            pipeline.awaitVerdicts();

            BigDecimal total = meter.total(at, at.plusSeconds(60));
            boolean isRefused = expected.equals("reject");
            assertThat(meter.deadLetters()).as(value).isEqualTo(isRefused ? 1 : 0);
            if (isRefused) {
                assertThat(total).as(value).isNull();
            } else {
                assertThat(total).as(value).isEqualByComparingTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ingests")
    void ingestAnswersAsTheCaseExpects(MeteringCase wanted) throws Exception {
        switch (wanted.id()) {
            case "batch-02" -> batchLimitIsNamed();
            case "invalid-02" -> payloadsAreRefused(wanted.expected().get("status"));
            case "policy-01" -> agesAreJudged(wanted.input().get("event_age"));
            default -> throw new AssertionError("no test for the ingest case " + wanted.id());
        }
    }

    /** Ours is 1,000 events, and the problem says so. */
    private static void batchLimitIsNamed() throws Exception {
        CaseMeter meter =
                CaseMeter.create(
                        pipeline, "batch-02", MeteringCase.JSON.readTree("{\"agg\":\"COUNT\"}"));

        JsonNode answer = pipeline.publish(meter.batch(1_000).toString());
        HttpResponse<String> refused =
                pipeline.send(
                        "POST", "/v1/events", "application/json", meter.batch(1_001).toString());

        assertThat(answer.get("accepted").asInt()).isEqualTo(1_000);
        assertThat(refused.statusCode()).isBetween(400, 422);
        assertThat(refused.body()).containsAnyOf("1,000", "1000");
    }

    private static void payloadsAreRefused(JsonNode status) throws Exception {
        String text =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"subject\":\"c\","
                        + "\"time\":\"2026-01-10T10:00:00Z\",\"data\":\"plain\"}";

        assertThat(pipeline.send("POST", "/v1/events", "application/json", "<event/>").statusCode())
                .isEqualTo(status.get(0).asInt());
        assertThat(pipeline.send("POST", "/v1/events", "application/json", text).statusCode())
                .isEqualTo(status.get(1).asInt());
    }

    /** Five minutes ahead is our bound, so both future ages of the peer are dead letters here. */
    private static void agesAreJudged(JsonNode ages) throws Exception {
        Map<String, Duration> offsets =
                Map.of(
                        "+61m (future)", Duration.ofMinutes(61),
                        "+59m", Duration.ofMinutes(59),
                        "-23h", Duration.ofHours(-23),
                        "-25h", Duration.ofHours(-25),
                        "-25h with allow_backfilling", Duration.ofHours(-25));
        for (int i = 0; i < ages.size(); i++) {
            Duration offset = offsets.get(ages.get(i).asText());
            CaseMeter meter =
                    CaseMeter.create(
                            pipeline,
                            "policy-01-" + i,
                            MeteringCase.JSON.readTree("{\"agg\":\"COUNT\"}"));

            meter.publishData("e1", Instant.now().plus(offset), "{}");
            pipeline.awaitVerdicts();

            assertThat(meter.deadLetters())
                    .as(ages.get(i).asText())
                    .isEqualTo(offset.isNegative() ? 0 : 1);
        }
    }

    /** As listed, or in each order that the case wants replayed. */
    private static List<List<JsonNode>> orders(MeteringCase wanted) {
        JsonNode replays = wanted.input().path("replays");
        if (!(replays instanceof ArrayNode)) {
            return List.of(wanted.events());
        }
        List<List<JsonNode>> orders = new ArrayList<>();
        for (JsonNode replay : replays) {
            List<JsonNode> order = new ArrayList<>();
            replay.asText()
                    .chars()
                    .forEach(
                            name ->
                                    wanted.events().stream()
                                            .filter(
                                                    event ->
                                                            event.get("id")
                                                                    .asText()
                                                                    .equals(
                                                                            Character.toString(
                                                                                    name)))
                                            .forEach(order::add));
            orders.add(order);
        }
        return orders;
    }
}
