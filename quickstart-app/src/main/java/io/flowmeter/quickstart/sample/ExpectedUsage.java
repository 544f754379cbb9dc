package io.flowmeter.quickstart.sample;

import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The quantities a dataset adds up to, computed from its events one by one: per tenant, billing
 * period and meter, and per meter over everything.
 */
public final class ExpectedUsage {

    private final Dataset dataset;
    private final Map<Cell, Tally> cells = new HashMap<>();
    private final Map<SampleMeter, Tally> totals = new HashMap<>();
    private final Map<String, Window> latestPeriods = new HashMap<>();

    private ExpectedUsage(Dataset dataset) {
        this.dataset = dataset;
    }

    /** One tenant's usage of one meter in one of its billing periods. */
    public record Cell(String tenant, Window period, SampleMeter meter) {}

    /** A cell and the quantity it must show. */
    public record Quantity(Cell cell, BigDecimal quantity) {}

    public static ExpectedUsage of(Dataset dataset) {
        var expected = new ExpectedUsage(dataset);
        dataset.forEach(expected::add);
        return expected;
    }

    /** Ordered by tenant, then period, then as the dataset orders its meters. */
    public List<Quantity> perTenant() {
        List<Quantity> quantities = new ArrayList<>();
        cells.forEach((cell, tally) -> quantities.add(new Quantity(cell, tally.quantity())));
        quantities.sort(
                Comparator.comparing((Quantity q) -> q.cell().tenant())
                        .thenComparing(q -> q.cell().period().start())
                        .thenComparing(q -> dataset.meters().indexOf(q.cell().meter())));
        return quantities;
    }

    /** The meters that counted something, in the dataset's order. */
    public List<SampleMeter> meters() {
        return dataset.meters().stream().filter(totals::containsKey).toList();
    }

    /** What one of {@link #meters()} shows over all tenants and periods. */
    public BigDecimal total(SampleMeter meter) {
        return tally(meter).quantity();
    }

    /** The cell of the meter's latest event: what LAST shows there it shows in total. */
    public Cell latestCell(SampleMeter meter) {
        return cell(Objects.requireNonNull(tally(meter).latest()), meter);
    }

    private void add(SampleEvent event) {
        for (SampleMeter meter : dataset.meters()) {
            if (meter.eventType().equals(event.type())) {
                cells.computeIfAbsent(cell(event, meter), key -> new Tally(meter)).add(event);
                totals.computeIfAbsent(meter, Tally::new).add(event);
            }
        }
    }

    private Cell cell(SampleEvent event, SampleMeter meter) {
        Window period = latestPeriods.get(event.tenant());
        if (period == null || !period.contains(event.time())) {
            period = dataset.billingCycle(event.tenant()).periodContaining(event.time());
            latestPeriods.put(event.tenant(), period);
        }
        return new Cell(event.tenant(), period, meter);
    }

    private Tally tally(SampleMeter meter) {
        return Objects.requireNonNull(totals.get(meter), () -> "nothing counted by " + meter.key());
    }
}
