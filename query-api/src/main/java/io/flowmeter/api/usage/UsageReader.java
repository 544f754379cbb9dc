package io.flowmeter.api.usage;

import io.flowmeter.api.catalog.MeterQueries;
import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.database.Progress;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Answers usage queries within one transaction: all of an answer is of the same moment. */
public final class UsageReader {

    /** Most rows in one answer. */
    static final int MAX_ROWS = 50_000;

    private final Clock clock;

    public UsageReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws ProblemException METER_NOT_FOUND, INVALID_REQUEST, BOUND_NOT_EXACT or TOO_MANY_ROWS
     */
    public MeterUsage read(Handle handle, String namespace, String meterKey, UsageQuery asked) {
        MeterVersion meter =
                MeterQueries.find(handle, namespace, meterKey)
                        .orElseThrow(() -> MeterQueries.notFound(meterKey));
        checkDimensions(handle, namespace, meterKey, asked);
        UsageQuery query = withBounds(handle, namespace, asked);
        var range =
                new Window(
                        Objects.requireNonNull(query.from()), Objects.requireNonNull(query.to()));
        List<Window> windows =
                query.windowSize() == null
                        ? List.of(range)
                        : query.windowSize().windows(range.start(), range.end(), query.zone());
        List<UsageRow> rows = rows(handle, namespace, meter, query, windows);
        return new MeterUsage(meter, query, range, windows, rows, Progress.read(handle, clock));
    }

    /** The billing period that {@code periodsBack} names. */
    Window billingPeriod(Handle handle, String namespace, String tenant, int periodsBack) {
        var catalog = TenantQueries.catalog(handle, namespace, tenant);
        Instant now = clock.instant();
        Window period = catalog.windows(namespace, tenant, now, now).period();
        for (int i = 0; i < periodsBack; i++) {
            Instant before = period.start().minusMillis(1);
            period = catalog.windows(namespace, tenant, before, now).period();
        }
        return period;
    }

    private UsageQuery withBounds(Handle handle, String namespace, UsageQuery asked) {
        if (asked.period().isEmpty()) {
            return asked;
        }
        Window period =
                billingPeriod(
                        handle, namespace, asked.subjects().get(0), asked.period().getAsInt());
        return asked.within(period.start(), period.end());
    }

    private static void checkDimensions(
            Handle handle, String namespace, String meterKey, UsageQuery query) {
        List<String> asked = new ArrayList<>(query.groupBy());
        asked.addAll(query.filter().keySet());
        if (asked.isEmpty()) {
            return;
        }
        List<String> known = MeterQueries.dimensionsEver(handle, namespace, meterKey);
        for (String dimension : asked) {
            if (!known.contains(dimension)) {
                throw ProblemException.parameter(
                        query.groupBy().contains(dimension)
                                ? "groupBy"
                                : "filter[" + dimension + "]",
                        "must be a dimension of meter "
                                + meterKey
                                + " (it has "
                                + (known.isEmpty() ? "none" : String.join(", ", known))
                                + "), was \""
                                + dimension
                                + "\"");
            }
        }
    }

    private static List<UsageRow> rows(
            Handle handle,
            String namespace,
            MeterVersion meter,
            UsageQuery query,
            List<Window> windows) {
        var selection = new UsageSelection(namespace, meter.rule().key(), query);
        var queries = new UsageQueries(handle, selection);
        SliceRanges ranges = ranges(query, windows);
        if (ranges.needsMinutes()) {
            queries.firstQuarterHourBeyondMinutes(ranges)
                    .ifPresent(quarterHour -> throwNotExact(query, quarterHour));
        }
        Aggregation aggregation = meter.rule().aggregation();
        List<UsageRow> rows =
                aggregation == Aggregation.UNIQUE_COUNT
                        ? UniqueRows.read(new UniqueQueries(handle, selection), ranges, windows)
                        : queries.merged(aggregation, ranges, windows, MAX_ROWS + 1);
        if (rows.size() > MAX_ROWS) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_ROWS,
                    "an answer has at most "
                            + MAX_ROWS
                            + " rows; choose fewer subjects or dimensions, or a shorter range");
        }
        boolean isTotal = query.windowSize() == null && query.groupBy().isEmpty();
        if (rows.isEmpty() && isTotal && !query.bySubject()) {
            return List.of(
                    new UsageRow(0, null, Map.of(), 0, Decimals.ofNothing(aggregation), true));
        }
        return rows;
    }

    private static SliceRanges ranges(UsageQuery query, List<Window> windows) {
        Instant from = windows.get(0).start();
        Instant to = windows.get(windows.size() - 1).end();
        if (query.windowSize() == WindowSize.MINUTE) {
            return SliceRanges.minutes(from, to);
        }
        for (Window window : windows) {
            if (!window.end().equals(to) && !SliceRanges.isOnQuarterHour(window.end())) {
                throw ProblemException.parameter(
                        "windowTimeZone",
                        "must have its windows begin on a quarter-hour of UTC; in "
                                + query.zone()
                                + " one begins at "
                                + window.end());
            }
        }
        return SliceRanges.of(from, to);
    }

    private static void throwNotExact(UsageQuery query, Instant quarterHour) {
        Instant from = Objects.requireNonNull(query.from());
        boolean isByMinute = query.windowSize() == WindowSize.MINUTE;
        String atBound =
                SliceRanges.splits(from, quarterHour) ? "from " + from : "to " + query.to();
        String bound = isByMinute ? "windowSize MINUTE" : atBound;
        throw new ProblemException(
                ProblemCode.BOUND_NOT_EXACT,
                bound
                        + " is known to the quarter-hour only: in the one that begins at "
                        + quarterHour
                        + " some events came more than two days late, and are counted there but in"
                        + " no minute; use bounds on a quarter-hour"
                        + (isByMinute ? " and windowSize PT15M" : ""));
    }
}
