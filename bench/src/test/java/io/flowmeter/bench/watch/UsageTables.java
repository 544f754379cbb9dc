package io.flowmeter.bench.watch;

import io.flowmeter.bench.load.LoadTenant;
import io.flowmeter.bench.load.PrefixMeter;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Tables of a database of its own that a test may write whatever it likes into. */
final class UsageTables implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final LoadTenant PREFIX = tenant("prefix-1", LoadTenant.Role.PREFIX);
    static final LoadTenant STEADY = tenant("acme", LoadTenant.Role.STEADY);
    static final Map<String, Instant> STARTS =
            Map.of(
                    "PERIOD",
                    Instant.parse("2026-11-01T00:00:00Z"),
                    "DAY",
                    Instant.parse("2026-11-21T00:00:00Z"),
                    "QUARTER_HOUR",
                    NOON,
                    "MINUTE",
                    NOON);
    private static final Map<String, Instant> ENDS =
            Map.of(
                    "PERIOD", Instant.parse("2026-12-01T00:00:00Z"),
                    "DAY", Instant.parse("2026-11-22T00:00:00Z"),
                    "QUARTER_HOUR", NOON.plusSeconds(900),
                    "MINUTE", NOON.plusSeconds(60));

    private final String url = EmbeddedDatabase.shared().freshDatabase() + "?user=postgres";
    private final Connection connection;

    UsageTables() throws SQLException {
        connection = DriverManager.getConnection(url);
    }

    /** Names the owner. */
    String url() {
        return url;
    }

    static List<String> granularities() {
        return List.of("PERIOD", "DAY", "QUARTER_HOUR", "MINUTE");
    }

    /** The prefix tenant after so many events, as the job would store it. */
    void prefix(long number) throws SQLException {
        for (PrefixMeter meter : PrefixMeter.values()) {
            for (String granularity : granularities()) {
                row(PREFIX, meter.key(), granularity, number, number, number);
            }
        }
    }

    /** A row of the total over all dimensions; it replaces the one there is. */
    void row(
            LoadTenant tenant,
            String meter,
            String granularity,
            long revision,
            long events,
            long quantity)
            throws SQLException {
        execute(
                """
                INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,
                    dimensions_hash, generation, window_end, aggregation, revision, event_count,
                    quantity)
                VALUES (?, ?, ?, ?, ?, md5('')::uuid, 0, ?, ?, ?, ?, ?)
                ON CONFLICT (namespace, tenant, meter, granularity, window_start, dimensions_hash,
                             generation)
                DO UPDATE SET revision = excluded.revision, event_count = excluded.event_count,
                              quantity = excluded.quantity
                """,
                tenant.namespace(),
                tenant.id(),
                meter,
                granularity,
                utc(STARTS.get(granularity)),
                utc(ENDS.get(granularity)),
                aggregation(meter),
                revision,
                events,
                BigDecimal.valueOf(quantity));
    }

    void progress(int subtask, int parallelism, Instant watermark) throws SQLException {
        execute(
                """
                INSERT INTO job_progress (sink_uid, subtask, parallelism, checkpoint_id, watermark,
                    committed_at)
                VALUES ('store-rows', ?, ?, 1, ?, now())
                ON CONFLICT (sink_uid, subtask)
                DO UPDATE SET parallelism = excluded.parallelism, watermark = excluded.watermark
                """,
                subtask,
                parallelism,
                utc(watermark));
    }

    void counted(String verdict, long events) throws SQLException {
        execute(
                """
                INSERT INTO event_count (namespace, verdict, detail, generation, events)
                VALUES ('shop', ?, '', 0, ?)
                ON CONFLICT (namespace, verdict, detail, generation)
                DO UPDATE SET events = excluded.events
                """,
                verdict,
                events);
    }

    void rolling(long revision, Instant asOf) throws SQLException {
        execute(
                """
                INSERT INTO rolling_usage (namespace, tenant, meter, horizon, generation, as_of,
                    aggregation, revision, event_count)
                VALUES ('shop', 'acme', 'requests', 'PT60M', 0, ?, 'COUNT', ?, 0)
                ON CONFLICT (namespace, tenant, meter, horizon, generation)
                DO UPDATE SET as_of = excluded.as_of, revision = excluded.revision
                """,
                utc(asOf),
                revision);
    }

    void execute(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static String aggregation(String meter) {
        return switch (meter) {
            case "prefix_sum" -> "SUM";
            case "prefix_max" -> "MAX";
            case "prefix_last" -> "LAST";
            case "prefix_unique" -> "UNIQUE_COUNT";
            default -> "COUNT";
        };
    }

    private static LoadTenant tenant(String id, LoadTenant.Role role) {
        return new LoadTenant("shop", id, 0, ZoneId.of("UTC"), "MONTH", null, role);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
