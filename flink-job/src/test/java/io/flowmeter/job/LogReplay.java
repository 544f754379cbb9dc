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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;

/**
 * One way of reading a log with the real job: in how many partitions, at which parallelism, with
 * which interruptions. The catalog comes from Postgres; its clock stands at the log's end.
 */
final class LogReplay {
    private static final double EVENTS_PER_SECOND = 900;
    private static final Map<String, List<RawEvent>> LOGS = new ConcurrentHashMap<>();
    private static final Map<String, AtomicLong> CRASHES = new ConcurrentHashMap<>();

    private final String name;
    private final List<RawEvent> log;
    private final List<Integer> parallelisms;
    private final int crashes;

    /**
     * @param log the partitions one after the other, equally long, each in append order; there are
     *     as many as the first parallelism
     * @param parallelisms one after the other, with a savepoint between two; none below the number
     *     of partitions, for this test's source, unlike Kafka's, reads two partitions one after the
     *     other, and says that time has passed in both after the first
     * @param crashes how often the source fails in mid-stream
     */
    LogReplay(String name, List<RawEvent> log, List<Integer> parallelisms, int crashes) {
        this.name = name;
        this.log = log;
        this.parallelisms = parallelisms;
        this.crashes = crashes;
    }

    /** Deals a log out to partitions at random; each keeps append order. */
    static List<RawEvent> shuffled(List<RawEvent> log, int partitions, long seed) {
        List<RawEvent> dealt = new ArrayList<>(log);
        Collections.shuffle(dealt, new Random(seed));
        int share = dealt.size() / partitions;
        for (int i = 0; i < partitions; i++) {
            dealt.subList(i * share, (i + 1) * share)
                    .sort(Comparator.comparingLong(RawEvent::appendMillis));
        }
        return dealt;
    }

    /** Reads the log to its end; the tables are in the database of the URL returned. */
    String run(Path directory) throws Exception {
        String url = EmbeddedDatabase.shared().freshDatabase();
        SampleCatalog.install(url, GeneratedLog.end(log.size()));
        LOGS.put(name, log);
        CRASHES.put(name, new AtomicLong(crashes));
        int slots = Collections.max(parallelisms);
        try (EmbeddedFlink flink =
                EmbeddedFlink.start(FlinkSettings.in(directory.resolve(name)).withSlots(slots))) {
            Path savepoint = null;
            for (int run = 0; run < parallelisms.size(); run++) {
                var env = environment(flink, url, parallelisms.get(run));
                String counted = "select coalesce(sum(events), 0) from event_count";
                long before = Long.parseLong(StoredTables.rows(url, counted).get(0));
                JobID job = savepoint == null ? flink.submit(env) : flink.submit(env, savepoint);
                if (run < parallelisms.size() - 1) {
                    await(url, "select (" + counted + ") >= " + (before + log.size() / 8));
                    savepoint = flink.stopWithSavepoint(job);
                } else {
                    awaitEnd(url);
                    flink.cancel(job);
                }
            }
        }
        assertThat(CRASHES.get(name)).as("crashes left to happen").hasValue(0);
        return url;
    }

    private StreamExecutionEnvironment environment(
            EmbeddedFlink flink, String url, int parallelism) {
        var env = flink.environment();
        env.setParallelism(parallelism);
        env.enableCheckpointing(60);
        PostgresSettings database = new PostgresSettings(url, "flowmeter_job", "");
        UsageMeteringJob.build(
                env,
                config(database),
                new JobSources(
                        events(), new CatalogSource(new CatalogDatabase(url, "flowmeter_job", ""))),
                new JobSinks(
                        new PostgresEpochSink(database, JobSinks.STORE_UID, 0, SlicePolicy.DEFAULT),
                        DeadLetterSink.create(database),
                        new DiscardingSink<>(),
                        new DiscardingSink<>()));
        return env;
    }

    /** The tables hold every event appended before the least watermark. */
    private void awaitEnd(String url) {
        String end = "timestamptz '" + GeneratedLog.end(log.size()) + "' - interval '1 second'";
        await(url, "select min(watermark) >= " + end + " from job_progress");
    }

    private void await(String url, String condition) {
        Awaitility.await(name).atMost(Duration.ofSeconds(90)).until(() -> holds(url, condition));
    }

    private static boolean holds(String url, String condition) throws SQLException {
        return StoredTables.rows(url, condition).equals(List.of("t"));
    }

    private Source<RawEvent, ?, ?> events() {
        String replay = name;
        int share = log.size() / parallelisms.get(0);
        GeneratorFunction<Long, RawEvent> read =
                index -> {
                    boolean isDue = index % share > share / 4 && index % 97 == 3;
                    if (isDue
                            && CRASHES.get(replay).getAndUpdate(left -> Math.max(0, left - 1))
                                    > 0) {
                        throw new IOException("induced crash at event " + index);
                    }
                    return LOGS.get(replay).get(Math.toIntExact(index));
                };
        return new DataGeneratorSource<>(
                read,
                log.size(),
                RateLimiterStrategy.perSecond(EVENTS_PER_SECOND),
                TypeInformation.of(RawEvent.class));
    }

    private static JobConfig config(PostgresSettings database) {
        return new JobConfig(
                "unused:1",
                "usage-events",
                "usage-events-dead-letter",
                "threshold-crossings",
                "unused",
                database,
                Duration.ofDays(35),
                Duration.ofDays(10),
                Duration.ofSeconds(1),
                SlicePolicy.DEFAULT,
                0,
                null,
                true);
    }
}
