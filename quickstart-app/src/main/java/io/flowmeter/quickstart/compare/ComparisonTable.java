package io.flowmeter.quickstart.compare;

import io.flowmeter.quickstart.compare.Comparison.Line;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison as lines of text, one quantity each, differences never left out. */
public final class ComparisonTable {

    private static final String ROW = "%-14s %-28s %-12s %18s %18s  %s";

    /** Tenants' lines that match are shown up to this number. */
    private static final int MAX_MATCHING_LINES = 30;

    private final PrintWriter out;
    private final DecimalFormat format =
            new DecimalFormat(
                    "#,##0.##################", DecimalFormatSymbols.getInstance(Locale.ROOT));

    public ComparisonTable(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints the comparison.
     *
     * @param expectedFrom heads the column of expected quantities: where they were computed from
     */
    public void print(Comparison comparison, String expectedFrom) {
        print("tenant", "meter", "", "Flowmeter", expectedFrom, "");
        List<Line> omitted = new ArrayList<>();
        int shown = 0;
        for (Line line : comparison.perTenant()) {
            if (line.matches() && shown >= MAX_MATCHING_LINES) {
                omitted.add(line);
            } else {
                print(line);
                shown++;
            }
        }
        if (!omitted.isEmpty()) {
            out.printf("... and %,d more lines of tenants, all equal  ✓%n", omitted.size());
        }
        comparison.totals().forEach(this::print);
        out.flush();
    }

    private void print(Line line) {
        print(
                line.tenant(),
                line.meter().key(),
                line.meter().aggregation().name(),
                formatted(line.metered()),
                formatted(line.expected()),
                line.matches() ? "✓" : "✗");
    }

    private void print(String... cells) {
        out.println(ROW.formatted((Object[]) cells).stripTrailing());
    }

    private String formatted(@Nullable BigDecimal quantity) {
        return quantity == null ? "none" : format.format(quantity);
    }
}
