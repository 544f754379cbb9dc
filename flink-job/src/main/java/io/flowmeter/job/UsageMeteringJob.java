package io.flowmeter.job;

import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.aggregate.RollUpUsage;
import io.flowmeter.job.aggregate.UsageKey;
import io.flowmeter.job.count.CountVerdicts;
import io.flowmeter.job.count.VerdictKey;
import io.flowmeter.job.deduplicate.Deduplicate;
import io.flowmeter.job.ingest.AdmitEvents;
import io.flowmeter.job.ingest.RawEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Usage events from Kafka to usage aggregates in Postgres: the whole pipeline.
 *
 * <p>Time is append time: the broker's clock, which every record carries. Watermarks follow it, so
 * they let windows close and rolling quantities fall; whether an event counts never depends on
 * them.
 */
public final class UsageMeteringJob {
    private UsageMeteringJob() {}

    public static void main(String[] args) throws Exception {
        JobConfig config = JobConfig.fromEnvironment(System.getenv());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        build(env, config);
        env.execute("flowmeter usage metering");
    }

    /** The job on real Kafka and Postgres. */
    public static void build(StreamExecutionEnvironment env, JobConfig config) {
        if (config.checkpointInterval() != null) {
            long intervalMillis = config.checkpointInterval().toMillis();
            env.enableCheckpointing(intervalMillis);
            // Processing goes on between two checkpoints also where one takes longer than planned.
            env.getCheckpointConfig().setMinPauseBetweenCheckpoints(intervalMillis / 2);
        }
        build(env, config, JobSources.of(config), JobSinks.of(config));
    }

    /**
     * The job between any sources and sinks. Every operator has a uid: it names the state in
     * savepoints and never changes.
     */
    static void build(
            StreamExecutionEnvironment env, JobConfig config, JobSources sources, JobSinks sinks) {
        env.configure(required());
        var events =
                env.fromSource(sources.events(), appendTime(), "usage events").uid("usage-events");
        var catalog =
                env.fromSource(
                                sources.catalog(),
                                WatermarkStrategy.noWatermarks(),
                                "catalog changes")
                        .uid("catalog-changes")
                        .setParallelism(1);

        var admitted =
                events.connect(catalog.broadcast(AdmitEvents.CATALOG))
                        .process(new AdmitEvents(config.slices()))
                        .uid("admit-events")
                        .name("admit events");
        var changes =
                admitted.keyBy(IdentityRecord::key)
                        .process(new Deduplicate(config.deduplicationWindow(), config.standstill()))
                        .uid("deduplicate")
                        .name("deduplicate");
        var usage =
                changes.keyBy(UsageKey::of, TypeInformation.of(UsageKey.class))
                        .connect(catalog.broadcast())
                        .transform(
                                "roll up usage",
                                TypeInformation.of(StoreWrite.class),
                                new RollUpUsage())
                        .uid("roll-up-usage");
        var verdicts =
                admitted.getSideOutput(AdmitEvents.VERDICTS)
                        .union(changes.getSideOutput(Deduplicate.VERDICTS))
                        .keyBy(VerdictKey::of, TypeInformation.of(VerdictKey.class))
                        .process(new CountVerdicts())
                        .uid("count-verdicts")
                        .name("count verdicts");
        var deadLetters =
                admitted.getSideOutput(AdmitEvents.DEAD_LETTERS)
                        .union(changes.getSideOutput(Deduplicate.DEAD_LETTERS));

        usage.union(verdicts, changes.getSideOutput(Deduplicate.STORE))
                .keyBy(StoreWrite::tenantKey)
                .sinkTo(sinks.store())
                .uid(JobSinks.STORE_UID)
                .name("store rows");
        usage.getSideOutput(RollUpUsage.CROSSINGS)
                .sinkTo(sinks.crossingTopic())
                .uid("threshold-crossing-topic")
                .name("threshold crossing topic");
        deadLetters
                .sinkTo(sinks.deadLetterTable())
                .uid("dead-letter-table")
                .name("dead letter table");
        deadLetters
                .sinkTo(sinks.deadLetterTopic())
                .uid("dead-letter-topic")
                .name("dead letter topic");
    }

    /** Without idleness: a partition holds the watermark until it is shown to be silent. */
    private static WatermarkStrategy<RawEvent> appendTime() {
        return WatermarkStrategy.<RawEvent>forMonotonousTimestamps()
                .withTimestampAssigner((event, kafkaTimestamp) -> event.appendMillis());
    }

    /** What the numbers rest on, whatever the cluster's own configuration says. */
    private static Configuration required() {
        Configuration required = new Configuration();
        required.set(PipelineOptions.GENERIC_TYPES, false);
        required.set(PipelineOptions.MAX_PARALLELISM, 720);
        required.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(100));
        return required;
    }
}
