package io.flowmeter.bench.oracle;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.hll.HllSketch;

/**
 * A log of six records and every row that follows from it, written out by hand: an event, another
 * with its identity, a login, a void of the event, garbage, a second event. Acme has two limits.
 */
final class HandMadeTables {
    static final Progress PROGRESS =
            new Progress(
                    Instant.parse("2026-03-10T10:01:30Z"),
                    Instant.parse("2026-03-10T10:01:30Z"),
                    Instant.parse("2026-03-10T10:01:31Z"));

    private static final String LAST =
            "{'eventType':'call','aggregation':'LAST','valueProperty':'$.n','filter':[],"
                    + "'groupBy':{},'maxDimensionSets':9,'archived':false,"
                    + "'effectiveFrom':'2026-01-01T00:00:00Z'}";
    private static final String USERS =
            "{'eventType':'login','aggregation':'UNIQUE_COUNT','valueProperty':'$.user',"
                    + "'filter':[],'groupBy':{'m':'$.m'},'maxDimensionSets':9,'archived':false,"
                    + "'effectiveFrom':'2026-01-01T00:00:00Z'}";

    private static final String LIMITS =
            "{'plan':null,'effectiveFrom':'2026-01-01T00:00:00Z','limits':["
                    + "{'key':'five','meter':'last','window':'PERIOD','quantity':'5',"
                    + "'thresholds':['100%']},"
                    + "{'key':'each','meter':'users','window':'MONTH','dimension':'m',"
                    + "'quantity':'4','thresholds':['25%']}]}";

    private HandMadeTables() {}

    static List<LogRecord> log() {
        return new TestLog()
                .event(0, 31, "e1", "2026-03-10T10:00:30Z", "{'n':5}")
                .event(0, 32, "e1", "2026-03-10T10:00:30Z", "{'n':6}")
                .raw(
                        0,
                        41,
                        "{'specversion':'1.0','subject':'acme','source':'src','id':'u1',"
                                + "'type':'login','time':'2026-03-10T10:00:40Z',"
                                + "'data':{'user':'ann','m':'x'}}")
                .correction(0, 50, "v1", "e1", "")
                .raw(0, 51, "{".getBytes(StandardCharsets.UTF_8), Map.of("trace", "t-1"))
                .event(0, 61, "e2", "2026-03-10T10:01:00Z", "{'n':7}")
                .records();
    }

    /** Writes all rows, as the schema's owner. */
    static void insert(Connection owner) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(
                    catalog("METER", "last", LAST)
                            + catalog("METER", "users", USERS)
                            + catalog("SUBSCRIPTION", "acme", LIMITS));
            statement.execute(AGGREGATES.replace(":sketch", sketch()));
            statement.execute(OTHERS);
            statement.execute(CROSSINGS);
        }
    }

    private static String catalog(String entity, String key, String payload) {
        return String.format(
                "SELECT record_catalog_change('default', '%s', '%s', 1, '%s', 'epoch');",
                entity, key, TestLog.quoted(payload));
    }

    private static String sketch() {
        HllSketch sketch = new HllSketch(12);
        sketch.update("any one value");
        return "'\\x" + HexFormat.of().formatHex(sketch.toCompactByteArray()) + "'";
    }

    private static final String AGGREGATES =
            """
            INSERT INTO usage_aggregate (
                namespace, tenant, generation, revision, meter, granularity, window_start,
                window_end, dimensions_hash, dimensions, aggregation, event_count, quantity,
                last_event_at, last_event_id, sketch)
            SELECT 'default', 'acme', 0, 1, 'last', granularity, start::timestamptz,
                   finish::timestamptz, md5('')::uuid, NULL, 'LAST', events, quantity,
                   happened::timestamptz, id, NULL
              FROM (VALUES
                   ('MINUTE', '2026-03-10 10:00Z', '2026-03-10 10:01Z', 0,
                    NULL::numeric, NULL, NULL),
                   ('MINUTE', '2026-03-10 10:01Z', '2026-03-10 10:02Z', 1,
                    7, '2026-03-10 10:01Z', 'e2'),
                   ('QUARTER_HOUR', '2026-03-10 10:00Z', '2026-03-10 10:15Z', 1,
                    7.0, '2026-03-10 10:01Z', 'e2'),
                   ('DAY', '2026-03-10 00:00Z', '2026-03-11 00:00Z', 1,
                    7, '2026-03-10 10:01Z', 'e2'),
                   ('PERIOD', '2026-03-01 00:00Z', '2026-04-01 00:00Z', 1,
                    7, '2026-03-10 10:01Z', 'e2')
                   ) AS hand (granularity, start, finish, events, quantity, happened, id);
            INSERT INTO usage_aggregate (
                namespace, tenant, generation, revision, meter, granularity, window_start,
                window_end, dimensions_hash, dimensions, aggregation, event_count, quantity, sketch)
            SELECT 'default', 'acme', 0, 1, 'users', granularity, start::timestamptz,
                   finish::timestamptz, md5(dimensions)::uuid, nullif(dimensions, '')::jsonb,
                   'UNIQUE_COUNT', 1, 1,
                   CASE WHEN granularity IN ('MINUTE', 'QUARTER_HOUR') THEN :sketch::bytea END
              FROM (VALUES
                   ('MINUTE', '2026-03-10 10:00Z', '2026-03-10 10:01Z'),
                   ('QUARTER_HOUR', '2026-03-10 10:00Z', '2026-03-10 10:15Z'),
                   ('DAY', '2026-03-10 00:00Z', '2026-03-11 00:00Z'),
                   ('PERIOD', '2026-03-01 00:00Z', '2026-04-01 00:00Z')
                   ) AS hand (granularity, start, finish),
                   (VALUES (''), ('{"m":"x"}')) AS sets (dimensions);
            """;

    private static final String OTHERS =
            """
            INSERT INTO rolling_usage (
                namespace, tenant, generation, revision, meter, aggregation, horizon, as_of,
                event_count, quantity)
            SELECT 'default', 'acme', 0, 1, meter, aggregation, horizon,
                   as_of::timestamptz, 1, quantity
              FROM (VALUES ('last', 'LAST', 7), ('users', 'UNIQUE_COUNT', 1))
                   AS hand (meter, aggregation, quantity),
                   (VALUES ('PT60M', '2026-03-10 10:01Z'), ('PT24H', '2026-03-10 10:00Z'),
                           ('P30D', '2026-03-10 10:00Z')) AS horizons (horizon, as_of);
            INSERT INTO event_count (namespace, verdict, detail, generation, revision, events)
            VALUES ('default', 'ACCEPTED', '', 0, 4, 4), ('default', 'CONFLICT', '', 0, 1, 1),
                   ('', 'DEAD_LETTER', 'UNPARSABLE', 0, 1, 1);
            INSERT INTO event_conflict (
                topic, partition_id, record_offset, namespace, tenant, source, event_id,
                kept_partition, kept_offset, appended_at)
            VALUES ('usage-events', 0, 1, 'default', 'acme', 'src', 'e1', 0, 0,
                    '2026-03-10 10:00:32Z');
            INSERT INTO dead_letter (
                topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                appended_at, failed_at, record_key, record_value, record_headers)
            VALUES ('usage-events', 0, 4, '', '', 'UNPARSABLE', 'it is no JSON', false,
                    '2026-03-10 10:00:51Z', now(), 'acme', '{', '{"trace": "t-1"}');
            INSERT INTO audit_log (
                origin, namespace, tenant, actor, action, object, before, after)
            VALUES ('usage-events-0@3', 'default', 'acme', 'fixer', 'void', 'event/src/e1',
                    '{"usage": "last=5 at 2026-03-10T10:00:30Z"}', NULL),
                   (NULL, 'default', NULL, 'key', 'meter.create', 'meter/last', NULL, '{}');
            """;

    /** The user is the first of the month; the first event is voided, the second is greater. */
    private static final String CROSSINGS =
            """
            INSERT INTO threshold_crossing (
                namespace, tenant, generation, meter, limit_key, limit_window, window_start,
                window_end, dimensions_hash, dimensions, threshold, direction, ordinal,
                limit_quantity, threshold_quantity, quantity, occurred_at)
            SELECT 'default', 'acme', 0, meter, limit_key, kind, '2026-03-01 00:00Z'::timestamptz,
                   '2026-04-01 00:00Z'::timestamptz,
                   md5(dimensions)::uuid, nullif(dimensions, '')::jsonb, threshold, direction,
                   ordinal, of, threshold_at, quantity, occurred_at::timestamptz
              FROM (VALUES
                   ('users', 'each', 'MONTH', '{"m":"x"}', '25%', 'CROSSED', 1, 4, 1, 1,
                    '2026-03-10 10:00:41Z'),
                   ('last', 'five', 'PERIOD', '', '100%', 'CROSSED', 1, 5, 5, 5,
                    '2026-03-10 10:00:31Z'),
                   ('last', 'five', 'PERIOD', '', '100%', 'RECOVERED', 1, 5, 5, 0,
                    '2026-03-10 10:00:50Z'),
                   ('last', 'five', 'PERIOD', '', '100%', 'CROSSED', 2, 5, 5, 7,
                    '2026-03-10 10:01:01Z')
                   ) AS hand (meter, limit_key, kind, dimensions, threshold, direction, ordinal,
                              of, threshold_at, quantity, occurred_at);
            """;
}
