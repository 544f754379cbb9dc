package io.flowmeter.quickstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExpectedUsageTest {

    private static final Path AZURE_TRACE = Path.of("../samples/azure-llm-inference-2023-conv.csv");
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void azureTraceAddsUpToItsPublishedTotals() {
        var trace = new TraceDataset(TraceFile.read(AZURE_TRACE), Duration.ZERO);

        var expected = ExpectedUsage.of(trace);

        // awk -F, 'NR>1 {n++; c+=$2; g+=$3; if ($2>m) m=$2; l=$2; d[$2]} END {print …}'
        assertThat(totals(expected))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "llm_requests", 19_366L,
                                "llm_context_tokens", 22_361_870L,
                                "llm_generated_tokens", 4_088_665L,
                                "llm_context_tokens_max", 14_050L,
                                "llm_context_tokens_last", 197L,
                                "llm_context_tokens_distinct", 2_339L));
    }

    @Test
    void tenantsOfTheAzureTraceAddUpToItsTotals() {
        var trace = new TraceDataset(TraceFile.read(AZURE_TRACE), Duration.ZERO);

        var expected = ExpectedUsage.of(trace);

        assertThat(sumOverTenants(expected, "llm_requests")).isEqualTo(19_366);
        assertThat(sumOverTenants(expected, "llm_context_tokens")).isEqualTo(22_361_870);
        assertThat(sumOverTenants(expected, "llm_context_tokens_distinct")).isEqualTo(2_339);
        assertThat(expected.perTenant()).hasSize(18);
    }

    @Test
    void usageIsSplitWhereTheTenantsBillingPeriodEnds() {
        // Globex begins its periods on the 15th, in Berlin.
        var boundary = Instant.parse("2026-03-14T23:00:00Z");
        var trace = trace(row(1, boundary.minusMillis(1), 5), row(2, boundary, 6));

        var requests = perTenant(ExpectedUsage.of(trace), "llm_requests");

        assertThat(requests)
                .extracting(quantity -> quantity.cell().period())
                .containsExactly(
                        new Window(Instant.parse("2026-02-14T23:00:00Z"), boundary),
                        new Window(boundary, Instant.parse("2026-04-14T22:00:00Z")));
        assertThat(requests)
                .extracting(ExpectedUsage.Quantity::quantity)
                .containsExactly(BigDecimal.ONE, BigDecimal.ONE);
    }

    @Test
    void lastIsTheLatestByTimeAndThenById() {
        var trace =
                trace(
                        row(1, NOON.plusSeconds(1), 10),
                        row(2, NOON, 20),
                        row(3, NOON.plusSeconds(1).plusNanos(999_999), 30),
                        row(4, NOON.plusSeconds(1), 40));

        var expected = ExpectedUsage.of(trace);

        // Rows 1, 3 and 4 share their millisecond; row 4 has the greatest id.
        assertThat(totals(expected)).containsEntry("llm_context_tokens_last", 40L);
    }

    @Test
    void latestCellIsTheTenantOfTheLatestEvent() {
        var trace = trace(row(1, NOON.plusSeconds(1), 9), row(2, NOON, 0));

        var expected = ExpectedUsage.of(trace);

        var last = expected.meters().get(4);
        assertThat(last.key()).isEqualTo("llm_context_tokens_last");
        assertThat(expected.latestCell(last).tenant()).isEqualTo("initech");
    }

    @Test
    void metersThatCountNothingAreLeftOut() {
        var onlyRequests = new GeneratedDataset("generated-1", 1, 1, 1, NOON, Duration.ofMillis(1));

        assertThat(ExpectedUsage.of(onlyRequests).meters())
                .extracting(SampleMeter::key)
                .doesNotContain("storage_bytes");
    }

    private static Map<String, Long> totals(ExpectedUsage expected) {
        return expected.meters().stream()
                .collect(
                        Collectors.toMap(
                                SampleMeter::key, meter -> expected.total(meter).longValueExact()));
    }

    private static List<ExpectedUsage.Quantity> perTenant(ExpectedUsage expected, String meter) {
        return expected.perTenant().stream()
                .filter(quantity -> quantity.cell().meter().key().equals(meter))
                .sorted(Comparator.comparing(quantity -> quantity.cell().period().start()))
                .toList();
    }

    private static long sumOverTenants(ExpectedUsage expected, String meter) {
        return perTenant(expected, meter).stream()
                .mapToLong(quantity -> quantity.quantity().longValueExact())
                .sum();
    }

    private static TraceDataset trace(TraceRow... rows) {
        return new TraceDataset(new TraceFile("chat", "", List.of(rows)), Duration.ZERO);
    }

    private static TraceRow row(long number, Instant time, long contextTokens) {
        return new TraceRow(number, time, contextTokens, 1);
    }
}
