package io.flowmeter.quickstart.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No traffic, too much of one kind, and traffic that makes no sense. */
class SilenceAndSkewITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;
    private static final String HOT_TENANT = "hot";

    @TempDir static Path directory;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws Exception {
        pipeline = new RunningPipeline(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        pipeline.close();
    }

    /** The event stands in the oldest of the sixty minutes, so it leaves with the next one. */
    @Test
    void withoutTrafficTimeGoesOnAndRollingQuantitiesFall() throws Exception {
        CountingMeter quiet = CountingMeter.make(pipeline, "quiet");
        Instant minute = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MINUTES);
        pipeline.publish(quiet.event("1", "acme", minute.minus(59, ChronoUnit.MINUTES)));
        pipeline.awaitVerdicts();
        assertThat(quiet.rollingHour()).isEqualTo(1);

        await().atMost(PATIENCE.plusSeconds(30)).until(() -> quiet.rollingHour() == 0);

        Instant left = minute.plus(1, ChronoUnit.MINUTES);
        assertThat(quiet.asOf()).isAfterOrEqualTo(left);
        await().atMost(PATIENCE).until(() -> quiet.asOf().isAfter(left.plusSeconds(3)));
    }

    /** Tenants of the hot tenant's own partition come in its order; all others need not wait. */
    @Test
    void tenantWithMostOfTheEventsHoldsNobodyInOtherPartitions() throws Exception {
        CountingMeter load = CountingMeter.make(pipeline, "load");
        int backlog = 250_000;
        List<String> others = new ArrayList<>();
        try (LogProducer log = pipeline.log("none")) {
            int hotPartition = sendHot(log, load, backlog);
            for (int i = 0; i < 10; i++) {
                String tenant = "calm-" + i;
                byte[] event = load.event("1", tenant).getBytes(UTF_8);
                if (log.send(tenant, event).get().partition() != hotPartition) {
                    others.add("'" + tenant + "'");
                }
            }
        }
        pipeline.expect(backlog + 10);
        Instant sent = Instant.now();

        String inOthers = "tenant in (" + String.join(",", others) + ")";
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> counted(inOthers) == others.size());

        assertThat(counted("tenant = '" + HOT_TENANT + "'")).isLessThan(backlog);
        pipeline.awaitVerdicts();
        assertThat(counted("tenant = '" + HOT_TENANT + "'")).isEqualTo(backlog);
        await().atMost(PATIENCE).until(() -> load.asOf().isAfter(sent));
    }

    @Test
    void producerAYearAheadHarmsOnlyItsOwnEvents() throws Exception {
        CountingMeter clocks = CountingMeter.make(pipeline, "clocks");
        Instant ahead = Instant.now().plus(365, ChronoUnit.DAYS);
        try (LogProducer log = pipeline.log("none")) {
            for (int i = 0; i < 20; i++) {
                String wrong = clocks.event("ahead-" + i, "ahead", ahead);
                log.send(i % PARTITIONS, ahead.toEpochMilli(), wrong.getBytes(UTF_8)).get();
                pipeline.publish(clocks.event("right-" + i, "acme"));
            }
        }
        pipeline.expect(20);
        pipeline.awaitVerdicts();

        assertThat(pipeline.count("select count(*) from dead_letter where reason = 'IN_FUTURE'"))
                .isEqualTo(20);
        assertThat(clocks.total()).isEqualTo("20");
        assertThat(pipeline.count("select count(*) from job_progress where watermark > now()"))
                .isZero();
        assertThat(
                        pipeline.count(
                                "select count(*) from usage_aggregate where meter = 'clocks'"
                                        + " and (tenant = 'ahead' or window_start > now())"))
                .isZero();
        Instant after = Instant.now();
        await().atMost(PATIENCE).until(() -> clocks.asOf().isAfter(after));
    }

    @Test
    void corruptRecordDoesNotStopItsPartition() throws Exception {
        CountingMeter intact = CountingMeter.make(pipeline, "intact");
        List<byte[]> corrupt = corrupt();
        long now = System.currentTimeMillis();
        try (LogProducer log = pipeline.log("zstd")) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (int i = 0; i < corrupt.size(); i++) {
                    log.send(partition, now, corrupt.get(i)).get();
                    String good = intact.event(partition + "-" + i, "acme");
                    log.send(partition, now, good.getBytes(UTF_8)).get();
                }
            }
        }
        int each = PARTITIONS * corrupt.size();
        pipeline.expect(2L * each);
        pipeline.awaitVerdicts();

        assertThat(intact.total()).isEqualTo(Integer.toString(each));
        assertThat(pipeline.count("select count(*) from dead_letter where reason <> 'IN_FUTURE'"))
                .isEqualTo(each);
    }

    /** The last two fit into the topic, yet with a reason added into no other. */
    private static List<byte[]> corrupt() {
        byte[] noise = new byte[1_048_420];
        new Random(1).nextBytes(noise);
        return Arrays.asList(
                "no json".getBytes(UTF_8),
                new byte[] {(byte) 0xc3, (byte) 0x28, '{', '}'},
                new byte[0],
                null,
                noise,
                new byte[8 << 20]);
    }

    /** The partition that all of it is in, being one tenant's. */
    private static int sendHot(LogProducer log, CountingMeter meter, int events) throws Exception {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            byte[] event = meter.event("hot-" + i, HOT_TENANT).getBytes(UTF_8);
            sends.add(log.send(HOT_TENANT, event));
        }
        int partition = -1;
        for (Future<RecordMetadata> sent : sends) {
            partition = sent.get().partition();
        }
        return partition;
    }

    private static long counted(String condition) {
        return pipeline.count(
                "select coalesce(sum(event_count), 0) from usage_aggregate where meter = 'load'"
                        + " and granularity = 'PERIOD' and "
                        + condition);
    }
}
