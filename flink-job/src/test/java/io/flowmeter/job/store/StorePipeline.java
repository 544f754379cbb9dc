package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Events 0 to {@link #EVENTS} - 1 of five tenants. Each makes its tenant's aggregate and rolling
 * value grow, and the count; every tenth is a conflict and a correction as well. Both subtasks of
 * the sink get rows of every tenant, so it is the revision that must keep them in order.
 */
final class StorePipeline {

    static final int EVENTS = 2_000;
    private static final int EVENTS_PER_SECOND = 600;
    private static final int TENANTS = 5;
    private static final int SUBTASKS = 2;

    private StorePipeline() {}

    static Configuration configuration() {
        return new Configuration()
                .set(RestOptions.BIND_ADDRESS, "127.0.0.1")
                .set(RestOptions.BIND_PORT, "0")
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.OBJECT_REUSE, true)
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200))
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3)
                .set(
                        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                        Duration.ofMillis(10));
    }

    static StreamExecutionEnvironment build(Configuration configuration, Sink<StoreWrite> sink) {
        var env = StreamExecutionEnvironment.createLocalEnvironment(SUBTASKS, configuration);
        var source =
                new DataGeneratorSource<>(
                        (Long n) -> n,
                        EVENTS,
                        RateLimiterStrategy.perSecond(EVENTS_PER_SECOND),
                        Types.LONG);
        var appendTimes =
                WatermarkStrategy.<Long>forMonotonousTimestamps()
                        .withTimestampAssigner((n, timestamp) -> Rows.NOON + n);
        var events = env.fromSource(source, appendTimes, "events").setParallelism(1).uid("events");
        events.map(new FailingSnapshot())
                .setParallelism(1)
                .uid("failing-snapshot")
                .disableChaining()
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        events.rebalance()
                .map(new ObservedSnapshot())
                .uid("observed-snapshot")
                .<StoreWrite>flatMap(
                        (n, out) -> {
                            out.collect(Rows.aggregate(tenant(n), n + 1));
                            out.collect(Rows.rolling(tenant(n), n + 1));
                            out.collect(Rows.count("ACCEPTED", n + 1));
                            if (n % 10 == 0) {
                                out.collect(Rows.conflict(n));
                                out.collect(Rows.audit(n));
                            }
                        })
                .returns(TypeInformation.of(StoreWrite.class))
                .uid("rows")
                .sinkTo(sink)
                .uid(CommitTrial.SINK);
        return env;
    }

    static String tenant(long n) {
        return "tenant-" + n % TENANTS;
    }

    /** Fails one checkpoint, when the sink has taken its part of it. */
    static final class FailingSnapshot extends CheckpointObserver {

        private static final int CHECKPOINT = 4;
        private static final AtomicBoolean ARMED = new AtomicBoolean();
        private static volatile CountDownLatch sinkSnapshots = new CountDownLatch(0);

        static void arm() {
            sinkSnapshots = new CountDownLatch(SUBTASKS);
            ARMED.set(true);
        }

        static boolean hasFailed() {
            return !ARMED.get();
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
            if (context.getCheckpointId() == CHECKPOINT && ARMED.get()) {
                if (!sinkSnapshots.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("the sink did not take its snapshot");
                }
                ARMED.set(false);
                throw new IllegalStateException("induced failure of checkpoint " + CHECKPOINT);
            }
        }
    }

    /**
     * First of the sink's chain; Flink snapshots a chain from its end, so the sink comes before.
     */
    private static final class ObservedSnapshot extends CheckpointObserver {

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            if (context.getCheckpointId() == FailingSnapshot.CHECKPOINT) {
                FailingSnapshot.sinkSnapshots.countDown();
            }
        }
    }

    private abstract static class CheckpointObserver
            implements MapFunction<Long, Long>, CheckpointedFunction {

        @Override
        public Long map(Long n) {
            return n;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // Holds no state.
        }
    }
}
