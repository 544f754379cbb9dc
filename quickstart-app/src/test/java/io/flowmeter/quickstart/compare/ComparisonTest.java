package io.flowmeter.quickstart.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.flowmeter.quickstart.compare.Comparison.Line;
import io.flowmeter.quickstart.sample.ExpectedUsage;
import io.flowmeter.quickstart.sample.ExpectedUsage.Quantity;
import io.flowmeter.quickstart.sample.TraceDataset;
import io.flowmeter.quickstart.sample.TraceFile;
import io.flowmeter.quickstart.sample.TraceRow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private static final ExpectedUsage TWO_TENANTS =
            usage(
                    new TraceRow(1, NOON, 1_000, 3),
                    new TraceRow(2, NOON.plusSeconds(1), 2_000, 4),
                    new TraceRow(3, NOON.plusSeconds(2), 1_009, 5));

    @Test
    void equalAnswersMatch() {
        var comparison = Comparison.of(TWO_TENANTS, answer(BigDecimal.ZERO));

        assertThat(comparison.differing()).isZero();
        assertThat(comparison.lines()).isEqualTo(12 + 6);
        assertThat(comparison.totals())
                .extracting(line -> line.meter().key(), Line::metered)
                .containsExactly(
                        tuple("llm_requests", decimal(3)),
                        tuple("llm_context_tokens", decimal(4_009)),
                        tuple("llm_generated_tokens", decimal(12)),
                        tuple("llm_context_tokens_max", decimal(2_000)),
                        tuple("llm_context_tokens_last", decimal(1_009)),
                        tuple("llm_context_tokens_distinct", decimal(3)));
    }

    @Test
    void answersWithOtherTrailingZerosMatch() {
        var comparison =
                Comparison.of(
                        TWO_TENANTS, quantity -> Optional.of(quantity.quantity().setScale(3)));

        assertThat(comparison.differing()).isZero();
    }

    @Test
    void answersThatAreOneTooHighDiffer() {
        var comparison = Comparison.of(TWO_TENANTS, answer(BigDecimal.ONE));

        assertThat(comparison.differing()).isEqualTo(comparison.lines());
    }

    @Test
    void missingAnswersDiffer() {
        var comparison = Comparison.of(TWO_TENANTS, quantity -> Optional.empty());

        assertThat(comparison.differing()).isEqualTo(comparison.lines());
    }

    @Test
    void distinctValuesSharedByPeriodsMakeNoTotal() {
        var endOfMonth = Instant.parse("2026-04-01T04:00:00Z"); // midnight in New York
        var comparison =
                Comparison.of(
                        usage(
                                new TraceRow(1, endOfMonth.minusSeconds(1), 1_000, 3),
                                new TraceRow(2, endOfMonth, 1_000, 3)),
                        answer(BigDecimal.ZERO));

        assertThat(comparison.totals())
                .extracting(line -> line.meter().key())
                .doesNotContain("llm_context_tokens_distinct")
                .hasSize(5);
    }

    @Test
    void tableShowsDifferencesAndTotals() {
        var comparison =
                Comparison.of(
                        TWO_TENANTS,
                        quantity ->
                                quantity.cell().meter().key().equals("llm_context_tokens")
                                        ? Optional.empty()
                                        : Optional.of(quantity.quantity()));
        var text = new StringWriter();

        new ComparisonTable(new PrintWriter(text)).print(comparison, "CSV");

        assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .hasSize(1 + 18)
                .startsWith("tenant meter Flowmeter CSV", "acme llm_requests COUNT 2 2 ✓")
                .contains(
                        "acme llm_context_tokens SUM none 3,000 ✗",
                        "all tenants llm_context_tokens SUM none 4,009 ✗",
                        "all tenants llm_context_tokens_max MAX 2,000 2,000 ✓");
    }

    @Test
    void longTableLeavesOutEqualLinesOnly() {
        var rows =
                IntStream.range(0, 24)
                        .mapToObj(
                                month ->
                                        new TraceRow(
                                                month,
                                                NOON.plus(Duration.ofDays(31L * month)),
                                                1_000,
                                                1))
                        .toArray(TraceRow[]::new);
        var text = new StringWriter();

        new ComparisonTable(new PrintWriter(text))
                .print(Comparison.of(usage(rows), answer(BigDecimal.ZERO)), "CSV");

        assertThat(text.toString().lines()).hasSize(1 + 30 + 1 + 5);
        assertThat(text.toString()).contains("... and 114 more lines of tenants, all equal");
    }

    private static ExpectedUsage usage(TraceRow... rows) {
        return ExpectedUsage.of(
                new TraceDataset(new TraceFile("chat", "", List.of(rows)), Duration.ZERO));
    }

    private static Function<Quantity, Optional<BigDecimal>> answer(BigDecimal tooMuch) {
        return quantity -> Optional.of(quantity.quantity().add(tooMuch));
    }

    private static BigDecimal decimal(long value) {
        return BigDecimal.valueOf(value);
    }
}
