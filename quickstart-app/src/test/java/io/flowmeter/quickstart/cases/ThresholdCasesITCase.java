package io.flowmeter.quickstart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.quickstart.pipeline.LimitedTenant;
import io.flowmeter.quickstart.pipeline.RunningPipeline;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case about thresholds: limits and events in by HTTP, crossings out by HTTP. */
class ThresholdCasesITCase {
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

    static List<MeteringCase> series() {
        return MeteringCase.required("threshold");
    }

    static List<MeteringCase> states() {
        return MeteringCase.required("threshold_state");
    }

    /** The latest of the values. */
    @ParameterizedTest
    @MethodSource("series")
    void eachValueCrossesWhatTheCaseExpects(MeteringCase wanted) throws Exception {
        LimitCase limited = LimitCase.ofSteps(wanted);

        assertCrossings(wanted.id(), "LAST", limited, limited.values());
    }

    /** Each event adds what the value has grown by. */
    @ParameterizedTest
    @MethodSource("series")
    void eachSumCrossesWhatTheCaseExpects(MeteringCase wanted) throws Exception {
        LimitCase limited = LimitCase.ofSteps(wanted);
        List<BigDecimal> growth = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (BigDecimal value : limited.values()) {
            growth.add(value.subtract(before));
            before = value;
        }

        assertCrossings(wanted.id(), "SUM", limited, growth);
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatIsActiveIsWhatTheCaseExpects(MeteringCase wanted) throws Exception {
        LimitCase limited = LimitCase.ofState(wanted);

        CaseMeter meter = assertCrossings(wanted.id(), "LAST", limited, limited.values());

        LimitedTenant tenant = new LimitedTenant(pipeline, meter.tenant("s1"));
        List<String> active = new ArrayList<>();
        JsonNode limit = tenant.entitlement(meter.key()).get("limits").get(0);
        limit.get("crossedThresholds").forEach(threshold -> active.add(threshold.asText()));
        assertThat(active).containsExactlyInAnyOrderElementsOf(limited.crossed().get(0));
    }

    private static CaseMeter assertCrossings(
            String id, String aggregation, LimitCase limited, List<BigDecimal> values)
            throws Exception {
        JsonNode rule = MeteringCase.JSON.createObjectNode().put("agg", aggregation);
        CaseMeter meter = CaseMeter.create(pipeline, id, rule);
        LimitedTenant tenant = new LimitedTenant(pipeline, meter.tenant("s1"));
        tenant.limit(limited.json(meter.key()));
        List<String> expected = new ArrayList<>();

        for (int i = 0; i < values.size(); i++) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            meter.publishData("e" + i, now, "{\"v\":" + values.get(i).toPlainString() + "}");
            pipeline.awaitCrossings();

            String quantity = limited.values().get(i).toPlainString();
            limited.crossed()
                    .get(i)
                    .forEach(threshold -> expected.add("CROSSED " + threshold + " 1: " + quantity));
            assertThat(tenant.crossings()).containsExactlyInAnyOrderElementsOf(expected);
        }
        return meter;
    }
}
