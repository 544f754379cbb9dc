package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.core.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadLetterSinkITCase {

    private final StoreDatabase database = new StoreDatabase();

    @Test
    void deadLetterIsStoredOnceWithItsBytes() throws Exception {
        start(6, 1_000, n -> letter(n % 2)).getJobExecutionResult().get();

        assertThat(
                        database.rows(
                                """
                                SELECT topic, partition_id, record_offset, namespace, tenant, reason,
                                       detail, partial, appended_at = '2026-03-01 12:00:00.007Z',
                                       failed_at > now() - interval '1 minute', record_key,
                                       record_value, record_headers, replayed_at
                                  FROM dead_letter
                                 ORDER BY record_offset
                                """))
                .containsExactly(
                        "usage-events 0 0 default acme BAD_TIME not a time: \uFFFD f t t null"
                                + " \\x7b00 {\"x\": \"\uFFFD\"} null",
                        "usage-events 0 1 default acme BAD_TIME not a time: \uFFFD f t t null"
                                + " \\x7b00 {\"x\": \"\uFFFD\"} null");
    }

    @Test
    void checkpointStoresWhatHasNotFilledABatch() throws Exception {
        var job = start(40, 10, DeadLetterSinkITCase::letter);

        await().until(() -> database.count("dead_letter") > 0);

        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        job.getJobExecutionResult().get();
        assertThat(database.count("dead_letter")).isEqualTo(40);
    }

    private JobClient start(
            long letters, double perSecond, GeneratorFunction<Long, DeadLetter> generator)
            throws Exception {
        var env =
                StreamExecutionEnvironment.createLocalEnvironment(1, StorePipeline.configuration());
        var source =
                new DataGeneratorSource<>(
                        generator,
                        letters,
                        RateLimiterStrategy.perSecond(perSecond),
                        TypeInformation.of(DeadLetter.class));
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "dead letters")
                .sinkTo(DeadLetterSink.create(database.settings()));
        return env.executeAsync();
    }

    private static DeadLetter letter(long offset) {
        return new DeadLetter(
                Rows.position(offset),
                "default",
                "acme",
                "BAD_TIME",
                "not a time: \0",
                false,
                Rows.NOON + 7,
                null,
                "{\0".getBytes(StandardCharsets.UTF_8),
                "{\"x\":\"\\u0000\"}");
    }
}
