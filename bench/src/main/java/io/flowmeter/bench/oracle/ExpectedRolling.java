package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code rolling_usage}: three rows of every tenant's meter that something has counted in. A row
 * tells the quantity of the slices inside its horizon as of its own {@code as_of}, with events
 * stamped ahead of it.
 *
 * <p>What the job promises of {@code as_of} (ADR 3, Javadoc of {@code RollUpUsage}): it is the
 * start of a slice, as of the larger of watermark and append time. While the horizon holds an event
 * it is moved by timers, so it is not before the current slice of the tables' watermark: a minute
 * for PT60M, a quarter-hour otherwise. A horizon that is empty may stand still: its quantity does
 * not change until an event comes, and then it moves.
 */
final class ExpectedRolling implements ExpectedTable {
    private final Map<RowKey, Rolling> rows = new LinkedHashMap<>();
    private final Progress progress;
    private final Instant lastAppend;

    private static final class Rolling {
        final Horizon horizon;
        final String aggregation;
        final List<Live> lives = new ArrayList<>();
        boolean isCertain;

        Rolling(Horizon horizon, String aggregation) {
            this.horizon = horizon;
            this.aggregation = aggregation;
        }

        Aggregate asOf(Instant asOf) {
            return Aggregate.of(
                    aggregation,
                    lives.stream()
                            .filter(live -> horizon.holds(live.usage(), asOf.toEpochMilli()))
                            .toList());
        }
    }

    /**
     * @param lastAppend append time of the last event of the log
     */
    ExpectedRolling(List<Outcome> outcomes, Progress progress, Instant lastAppend) {
        this.progress = progress;
        this.lastAppend = lastAppend;
        for (Outcome outcome : outcomes) {
            for (Usage usage : outcome.possible) {
                boolean isCertain = outcome.certain.contains(usage);
                for (Contribution contribution : usage.contributions()) {
                    rolling(outcome.identity, contribution)
                            .forEach(rolling -> rolling.isCertain |= isCertain);
                }
            }
            for (Usage usage : outcome.counted) {
                for (Contribution contribution : usage.contributions()) {
                    Live live = new Live(usage, contribution);
                    rolling(outcome.identity, contribution)
                            .forEach(rolling -> rolling.lives.add(live));
                }
            }
        }
    }

    @Override
    public String table() {
        return "rolling_usage";
    }

    @Override
    public String query() {
        return """
                SELECT namespace, tenant, meter, horizon, as_of, aggregation, revision,
                       event_count, quantity
                  FROM rolling_usage
                 WHERE generation = :generation
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of("namespace", "tenant", "meter", "horizon");
    }

    @Override
    public Set<RowKey> keys() {
        return rows.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key)).map(this::row);
    }

    private List<Rolling> rolling(Identity identity, Contribution contribution) {
        List<Rolling> all = new ArrayList<>();
        for (Horizon horizon : Horizon.values()) {
            RowKey key =
                    RowKey.of(
                            identity.namespace(),
                            identity.tenant(),
                            contribution.meter(),
                            horizon.name());
            all.add(
                    rows.computeIfAbsent(
                            key, none -> new Rolling(horizon, contribution.aggregation())));
        }
        return all;
    }

    private ExpectedRow row(Rolling rolling) {
        Map<String, ColumnRule> columns = new HashMap<>();
        columns.put("as_of", (found, row) -> wrongAsOf(rolling, row.time("as_of")));
        columns.put("aggregation", ColumnRule.equalTo(rolling.aggregation));
        columns.put("revision", ColumnRule.positive());
        columns.put(
                "event_count",
                (found, row) -> wrong(rolling.asOf(row.time("as_of")).eventCount(), found));
        columns.put(
                "quantity",
                (found, row) -> wrong(rolling.asOf(row.time("as_of")).quantity(), found));
        return new ExpectedRow(rolling.isCertain, columns);
    }

    private static Optional<String> wrong(@Nullable Object expected, @Nullable Object found) {
        return FoundRow.isSame(expected, found)
                ? Optional.empty()
                : Optional.of(expected instanceof BigDecimal n ? n.toPlainString() : expected + "");
    }

    private Optional<String> wrongAsOf(Rolling rolling, Instant asOf) {
        Horizon horizon = rolling.horizon;
        long millis = asOf.toEpochMilli();
        Instant latest = progress.readAt().isAfter(lastAppend) ? progress.readAt() : lastAppend;
        if (horizon.slice(millis) != millis || millis > horizon.slice(latest.toEpochMilli())) {
            return Optional.of("start of a slice, at most the one of " + latest);
        }
        boolean isLive = rolling.asOf(asOf).eventCount() > 0;
        long least = horizon.slice(progress.completeBefore().toEpochMilli());
        return isLive && millis < least
                ? Optional.of("at least " + Instant.ofEpochMilli(least) + ", it still holds events")
                : Optional.empty();
    }
}
