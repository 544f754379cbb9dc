package io.flowmeter.quickstart.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    @Test
    void aLimitThatComesAfterTheUsageIsCrossedAtOnceAndRecoversAsItGoes() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "later");
        LimitedTenant acme = new LimitedTenant(pipeline, "later.acme");
        acme.use(calls, 1, 6);
        pipeline.awaitCrossings();

        acme.limit(limit("later", "6", "50%", "100%", "7"));
        pipeline.awaitCrossings();
        assertThat(acme.crossings())
                .containsExactlyInAnyOrder("CROSSED 50% 1: 6", "CROSSED 100% 1: 6");

        acme.limit();
        pipeline.awaitCrossings();
        assertThat(acme.crossings())
                .hasSize(4)
                .contains("RECOVERED 50% 1: 6", "RECOVERED 100% 1: 6");
    }

    @Test
    void usageOfOthersAndOfOtherMetersCrossesNothing() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "own");
        CountingMeter others = CountingMeter.make(pipeline, "own-other");
        LimitedTenant acme = new LimitedTenant(pipeline, "own.acme");
        acme.limit(limit("own", "2", "100%"));

        acme.use(calls, 1, 1);
        acme.use(others, 2, 5);
        new LimitedTenant(pipeline, "own.globex").use(calls, 1, 5);
        pipeline.awaitCrossings();

        assertThat(acme.crossings()).isEmpty();
        assertThat(new LimitedTenant(pipeline, "own.globex").crossings()).isEmpty();
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
