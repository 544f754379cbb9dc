package io.flowmeter.quickstart.compare;

import io.flowmeter.quickstart.sample.ExpectedUsage;
import io.flowmeter.quickstart.sample.ExpectedUsage.Cell;
import io.flowmeter.quickstart.sample.ExpectedUsage.Quantity;
import io.flowmeter.quickstart.sample.SampleMeter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Metered quantities beside expected ones.
 *
 * @param perTenant one line per tenant, billing period and meter
 * @param totals one line per meter whose quantities of all tenants and periods make a total
 */
public record Comparison(List<Line> perTenant, List<Line> totals) {

    /** Stands for the tenant in a line of {@link #totals()}. */
    public static final String ALL_TENANTS = "all tenants";

    public Comparison {
        perTenant = List.copyOf(perTenant);
        totals = List.copyOf(totals);
    }

    /**
     * One quantity.
     *
     * @param metered what Flowmeter answers; null if it knows of none
     */
    public record Line(
            String tenant, SampleMeter meter, BigDecimal expected, @Nullable BigDecimal metered) {

        public boolean matches() {
            return metered != null && metered.compareTo(expected) == 0;
        }
    }

    /**
     * Asks for each quantity the dataset adds up to.
     *
     * @param metered what Flowmeter answers, empty if it knows of none
     */
    public static Comparison of(
            ExpectedUsage expected, Function<Quantity, Optional<BigDecimal>> metered) {
        Map<Cell, BigDecimal> answers = new LinkedHashMap<>();
        List<Line> perTenant = new ArrayList<>();
        for (Quantity quantity : expected.perTenant()) {
            Cell cell = quantity.cell();
            BigDecimal answer = metered.apply(quantity).orElse(null);
            if (answer != null) {
                answers.put(cell, answer);
            }
            perTenant.add(new Line(cell.tenant(), cell.meter(), quantity.quantity(), answer));
        }
        List<Line> totals = new ArrayList<>();
        for (SampleMeter meter : expected.meters()) {
            if (isTotalOfTenants(meter, expected)) {
                totals.add(
                        new Line(
                                ALL_TENANTS,
                                meter,
                                expected.total(meter),
                                total(meter, expected, answers)));
            }
        }
        return new Comparison(perTenant, totals);
    }

    /** Number of quantities that were compared. */
    public long lines() {
        return (long) perTenant.size() + totals.size();
    }

    /** Number of quantities that are not equal. */
    public long differing() {
        return Stream.concat(perTenant.stream(), totals.stream())
                .filter(line -> !line.matches())
                .count();
    }

    /** Distinct values add up only while no two tenants or periods share one. */
    private static boolean isTotalOfTenants(SampleMeter meter, ExpectedUsage expected) {
        Map<Cell, BigDecimal> quantities = new LinkedHashMap<>();
        expected.perTenant().forEach(q -> quantities.put(q.cell(), q.quantity()));
        BigDecimal total = total(meter, expected, quantities);
        return total != null && total.compareTo(expected.total(meter)) == 0;
    }

    private static @Nullable BigDecimal total(
            SampleMeter meter, ExpectedUsage expected, Map<Cell, BigDecimal> quantities) {
        return switch (meter.aggregation()) {
            case COUNT, SUM, UNIQUE_COUNT -> reduce(meter, quantities, BigDecimal::add);
            case MAX -> reduce(meter, quantities, BigDecimal::max);
            case MIN -> reduce(meter, quantities, BigDecimal::min);
            case LAST -> quantities.get(expected.latestCell(meter));
            case AVG -> null;
        };
    }

    private static @Nullable BigDecimal reduce(
            SampleMeter meter,
            Map<Cell, BigDecimal> quantities,
            BinaryOperator<BigDecimal> operator) {
        return quantities.entrySet().stream()
                .filter(entry -> entry.getKey().meter().equals(meter))
                .map(Map.Entry::getValue)
                .reduce(operator)
                .orElse(null);
    }
}
