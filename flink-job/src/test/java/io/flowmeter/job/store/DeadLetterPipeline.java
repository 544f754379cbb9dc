package io.flowmeter.job.store;

import io.flowmeter.core.event.DeadLetter;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that only brings dead letters to their sink, under the uid it has in the real one. */
final class DeadLetterPipeline {

    private static final AtomicInteger STARTS = new AtomicInteger();

    private DeadLetterPipeline() {}

    /** Starts of such jobs in this JVM, restarts included. */
    static int starts() {
        return STARTS.get();
    }

    /** Offsets from 0 to {@code letters} - 1, at most so many a second. */
    static JobClient start(
            Configuration configuration, Sink<DeadLetter> sink, long letters, double perSecond)
            throws Exception {
        var env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.setMaxParallelism(720);
        var source =
                new DataGeneratorSource<>(
                        new Letters(),
                        letters,
                        RateLimiterStrategy.perSecond(perSecond),
                        TypeInformation.of(DeadLetter.class));
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "dead letters")
                .sinkTo(sink)
                .uid("dead-letter-table");
        return env.executeAsync();
    }

    private static final class Letters implements GeneratorFunction<Long, DeadLetter> {

        @Override
        public void open(SourceReaderContext context) {
            STARTS.incrementAndGet();
        }

        @Override
        public DeadLetter map(Long offset) {
            return Rows.deadLetter(offset);
        }
    }
}
