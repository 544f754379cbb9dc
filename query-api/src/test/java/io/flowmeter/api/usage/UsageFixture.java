package io.flowmeter.api.usage;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestTables;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.datasketches.hll.HllSketch;

/** Writes rows as the job does. */
public final class UsageFixture {

    private final ApiFixture api;

    private UsageFixture(ApiFixture api) {
        this.api = api;
    }

    public static UsageFixture of(ApiFixture api) {
        return new UsageFixture(api);
    }

    public void meter(String key, String aggregation) {
        String value = aggregation.equals("COUNT") ? "" : ",\"valueProperty\":\"$.v\"";
        TestTables.meter(
                api,
                key,
                "t",
                aggregation,
                value + ",\"groupBy\":{\"model\":\"$.m\",\"region\":\"$.r\"},\"unit\":\"u\"");
    }

    public Series usage(String tenant, String meter, String aggregation) {
        return new Series("default", tenant, meter, aggregation, null);
    }

    public Series foreignUsage(String tenant, String meter, String aggregation) {
        return new Series("other", tenant, meter, aggregation, null);
    }

    public void asOf(String time) {
        TestTables.asOf(api, Instant.parse(time));
    }

    /** Sketch of the values {@code v<from>} … {@code v<to>}, without the last. */
    public static byte[] sketch(int from, int to) {
        var sketch = new HllSketch(12);
        IntStream.range(from, to).forEach(i -> sketch.update("v" + i));
        return sketch.toCompactByteArray();
    }

    /** Usage of one tenant, meter and dimension set. */
    public final class Series {

        private final String namespace;
        private final String tenant;
        private final String meter;
        private final String aggregation;
        private final String dimensions;

        private Series(
                String namespace,
                String tenant,
                String meter,
                String aggregation,
                String dimensions) {
            this.namespace = namespace;
            this.tenant = tenant;
            this.meter = meter;
            this.aggregation = aggregation;
            this.dimensions = dimensions;
        }

        public Series by(String json) {
            return new Series(namespace, tenant, meter, aggregation, json);
        }

        public Series quarter(String start, long events, String quantity) {
            return row("QUARTER_HOUR", start, 900, events, quantity, null, null, null);
        }

        public Series minute(String start, long events, String quantity) {
            return row("MINUTE", start, 60, events, quantity, null, null, null);
        }

        public Series last(String start, String quantity, String at, String id) {
            return row("QUARTER_HOUR", start, 900, 1, quantity, at, id, null);
        }

        public Series unique(String start, long events, int from, int to) {
            String quantity = String.valueOf(to - from);
            return row("QUARTER_HOUR", start, 900, events, quantity, null, null, sketch(from, to));
        }

        public Series window(
                String granularity, String start, long seconds, long events, String quantity) {
            return row(granularity, start, seconds, events, quantity, null, null, null);
        }

        private Series row(
                String granularity,
                String start,
                long seconds,
                long events,
                String quantity,
                String lastAt,
                String lastId,
                byte[] sketch) {
            Instant from = Instant.parse(start + ":00Z");
            api.execute(
                    """
                    INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,
                        window_end, dimensions, dimensions_hash, generation, aggregation, revision,
                        event_count, quantity, last_event_at, last_event_id, sketch)
                    VALUES (?, ?, ?, ?, CAST(? AS timestamptz), CAST(? AS timestamptz), CAST(? AS jsonb),
                        CAST(md5(?) AS uuid), 0, ?, 1, ?, ?, CAST(? AS timestamptz), ?, ?)
                    """,
                    namespace,
                    tenant,
                    meter,
                    granularity,
                    from.toString(),
                    from.plusSeconds(seconds).toString(),
                    dimensions,
                    dimensions == null ? "" : dimensions,
                    aggregation,
                    events,
                    quantity == null ? null : new BigDecimal(quantity),
                    lastAt,
                    lastId,
                    sketch);
            return this;
        }
    }
}
