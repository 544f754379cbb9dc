package io.flowmeter.embedded;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** A job without end that counts its elements, all of one key, in keyed state. */
final class CountingJob {

    /** The first count of a run, written by whichever run started last; set it to 0 before. */
    static final AtomicLong FIRST_COUNT = new AtomicLong();

    private CountingJob() {}

    static StreamExecutionEnvironment in(StreamExecutionEnvironment environment) {
        return withBallast(environment, 0);
    }

    static StreamExecutionEnvironment withBallast(
            StreamExecutionEnvironment environment, int ballastBytes) {
        var source =
                new DataGeneratorSource<>(
                        number -> number,
                        Long.MAX_VALUE,
                        RateLimiterStrategy.perSecond(1000),
                        Types.LONG);
        environment
                .enableCheckpointing(Duration.ofMillis(200).toMillis())
                .fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
                .uid("numbers")
                .keyBy(number -> 0L, Types.LONG)
                .process(new Count(new byte[ballastBytes]))
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
        return environment;
    }

    private static final class Count extends KeyedProcessFunction<Long, Long, Long> {

        private final byte[] ballast;
        private transient ValueState<Long> count;

        Count(byte[] ballast) {
            this.ballast = ballast;
        }

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> output)
                throws Exception {
            var previous = count.value();
            var next = previous == null ? 1 : previous + 1;
            count.update(next);
            FIRST_COUNT.compareAndSet(0, next);
            output.collect(next + ballast.length);
        }
    }
}
