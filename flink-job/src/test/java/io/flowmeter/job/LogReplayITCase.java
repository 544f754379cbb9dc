package io.flowmeter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.embedded.EmbeddedFlink;
import io.flowmeter.embedded.FlinkSettings;
import io.flowmeter.job.catalog.CatalogDatabase;
import io.flowmeter.job.catalog.CatalogSource;
import io.flowmeter.job.ingest.RawEvent;
import io.flowmeter.job.store.DeadLetterSink;
import io.flowmeter.job.store.PostgresEpochSink;
import io.flowmeter.job.store.PostgresSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One log, read in every way a cluster may read it, gives the same tables: usage is a pure function
 * of the log and the catalog.
 */
class LogReplayITCase {
    private static final int SIZE = 2_400;
    private static final Map<String, List<RawEvent>> LOGS = new ConcurrentHashMap<>();
    private static final Map<String, AtomicLong> CRASHES = new ConcurrentHashMap<>();

    private static List<RawEvent> log;
    private static Map<String, List<String>> expected;

    @TempDir static Path directory;

    @BeforeAll
    static void readInOrder() throws Exception {
        log = GeneratedLog.of(42, SIZE);
        expected = tablesOf(new Replay("in-order", log, 1, 0));
    }

    @Test
    void everyEventHasExactlyOneVerdict() {
        long verdicts =
                expected.get("event_count").stream()
                        .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf('|') + 1)))
                        .sum();

        assertThat(verdicts).isEqualTo(SIZE);
    }

    @Test
    void theLogExercisesEveryTable() {
        assertThat(expected).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
    }

    @Test
    void readingInParallelChangesNothing() throws Exception {
        assertSame(tablesOf(new Replay("parallel-4", log, 4, 0)));
    }

    @Test
    void shufflingTheLogAcrossPartitionsChangesNothing() throws Exception {
        assertSame(tablesOf(new Replay("shuffled-2", shuffled(log, 2, 7), 2, 0)));
        assertSame(tablesOf(new Replay("shuffled-4", shuffled(log, 4, 8), 4, 0)));
    }

    @Test
    void crashingAndRestoringAtRandomCheckpointsChangesNothing() throws Exception {
        assertSame(tablesOf(new Replay("crashing-1", log, 1, 4)));
        assertSame(tablesOf(new Replay("crashing-2", shuffled(log, 2, 9), 2, 4)));
        assertSame(tablesOf(new Replay("crashing-4", shuffled(log, 4, 10), 4, 4)));
    }

    private static void assertSame(Map<String, List<String>> tables) {
        expected.forEach(
                (table, rows) ->
                        assertThat(tables.get(table)).as(table).containsExactlyElementsOf(rows));
    }

    /**
     * One way of reading a log.
     *
     * @param log the partitions one after the other, equally long, each in append order
     * @param crashes how often a source fails in mid-stream
     */
    private record Replay(String name, List<RawEvent> log, int parallelism, int crashes) {}

    /** Deals the log out to partitions at random; each keeps append order. */
    private static List<RawEvent> shuffled(List<RawEvent> log, int partitions, long seed) {
        List<RawEvent> dealt = new ArrayList<>(log);
        Collections.shuffle(dealt, new Random(seed));
        int share = dealt.size() / partitions;
        for (int i = 0; i < partitions; i++) {
            dealt.subList(i * share, (i + 1) * share)
                    .sort(Comparator.comparingLong(RawEvent::appendMillis));
        }
        return dealt;
    }

    private static Map<String, List<String>> tablesOf(Replay replay) throws Exception {
        String url = EmbeddedDatabase.shared().freshDatabase();
        SampleCatalog.install(url, GeneratedLog.end(SIZE));
        LOGS.put(replay.name(), replay.log());
        CRASHES.put(replay.name(), new AtomicLong(replay.crashes()));
        try (EmbeddedFlink flink =
                EmbeddedFlink.start(
                        FlinkSettings.in(directory.resolve(replay.name()))
                                .withSlots(replay.parallelism()))) {
            var env = flink.environment();
            env.enableCheckpointing(60);
            PostgresSettings database = new PostgresSettings(url, "flowmeter_job", "");
            UsageMeteringJob.build(
                    env,
                    config(database),
                    new JobSources(
                            events(replay),
                            new CatalogSource(new CatalogDatabase(url, "flowmeter_job", ""))),
                    new JobSinks(
                            new PostgresEpochSink(database, JobSinks.STORE_UID, 0),
                            DeadLetterSink.create(database),
                            new DiscardingSink<>()));
            JobID job = flink.submit(env);
            Awaitility.await(replay.name())
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> isReadToTheEnd(url));
            flink.cancel(job);
        }
        assertThat(CRASHES.get(replay.name())).as("crashes left to happen").hasValue(0);
        return tables(url);
    }

    /** The tables hold every event appended before the least watermark. */
    private static boolean isReadToTheEnd(String url) throws SQLException {
        String end = "timestamptz '" + GeneratedLog.end(SIZE) + "' - interval '1 second'";
        return rows(url, "select min(watermark) >= " + end + " from job_progress")
                .equals(List.of("t"));
    }

    private static Source<RawEvent, ?, ?> events(Replay replay) {
        String name = replay.name();
        int share = SIZE / replay.parallelism();
        GeneratorFunction<Long, RawEvent> read =
                index -> {
                    boolean isDue = index % share > share / 4 && index % 97 == 3;
                    if (isDue
                            && CRASHES.get(name).getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new IOException("induced crash at event " + index);
                    }
                    return LOGS.get(name).get(Math.toIntExact(index));
                };
        return new DataGeneratorSource<>(
                read,
                SIZE,
                RateLimiterStrategy.perSecond(1_200),
                TypeInformation.of(RawEvent.class));
    }

    private static JobConfig config(PostgresSettings database) {
        return new JobConfig(
                "unused:1",
                "usage-events",
                "usage-events-dead-letter",
                "unused",
                database,
                Duration.ofDays(35),
                Duration.ofDays(10),
                Duration.ofDays(1),
                SlicePolicy.DEFAULT,
                0,
                null,
                true);
    }

    /**
     * The numbers, without what tells how they came about: revisions, commit times, and windows
     * that only held an event until an earlier copy of it was read.
     */
    private static Map<String, List<String>> tables(String url) throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put(
                "event_count",
                rows(
                        url,
                        """
                select namespace, case verdict when 'CONFLICT' then 'DUPLICATE' else verdict end,
                       detail, sum(events) from event_count group by 1, 2, 3"""));
        tables.put(
                "usage_aggregate",
                rows(
                        url,
                        """
                select namespace, tenant, meter, granularity, window_start, window_end, dimensions,
                       aggregation, event_count, quantity, last_event_at, last_event_id
                  from usage_aggregate
                 where event_count > 0"""));
        tables.put(
                "rolling_usage",
                rows(
                        url,
                        """
                select namespace, tenant, meter, horizon, event_count, quantity
                  from rolling_usage where event_count > 0"""));
        tables.put(
                "dead_letter",
                rows(
                        url,
                        """
                select topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                       appended_at, md5(record_value) from dead_letter"""));
        tables.put(
                "audit_log",
                rows(
                        url,
                        "select namespace, tenant, actor, action, object, origin from audit_log"));
        return tables;
    }

    private static List<String> rows(String url, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        Collections.sort(rows);
        return rows;
    }
}
