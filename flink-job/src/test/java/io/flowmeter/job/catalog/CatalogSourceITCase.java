package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogSourceITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    @RegisterExtension final SharedObjectsExtension sharedObjects = SharedObjectsExtension.create();

    @TempDir Path savepoints;

    private String jdbcUrl;
    private CatalogWriter writer;

    @BeforeEach
    void connect() throws Exception {
        jdbcUrl = EmbeddedDatabase.shared().freshDatabase();
        writer = CatalogWriter.connect(jdbcUrl);
    }

    @AfterEach
    void close() throws Exception {
        writer.close();
    }

    @Test
    void existingChangesAreEmittedThenAMark() throws Exception {
        writer.commit("shop", 1);
        writer.commit("shop", 2);

        SharedReference<ObservedCatalog> seen = observation();
        JobClient job = start(seen, new Configuration());
        await().atMost(PATIENCE).until(() -> seen.get().marks() >= 1);
        job.cancel().get();

        assertThat(seen.get().seqsBeforeFirstMark()).containsExactly(1L, 2L, 3L);
        seen.get().assertMarksAreTrue();
    }

    @Test
    void marksAndWatermarkAdvanceWithoutChanges() throws Exception {
        SharedReference<ObservedCatalog> seen = observation();
        JobClient job = start(seen, new Configuration());
        await().atMost(PATIENCE).until(() -> seen.get().marks() >= 5);
        job.cancel().get();

        assertThat(seen.get().seqs()).containsExactly(1L);
        seen.get().assertMarksAreTrue();
        seen.get().assertWatermarkFollowsMarks();
    }

    @Test
    void changesOfConcurrentWritersAreEmittedOnceInOrder() throws Exception {
        SharedReference<ObservedCatalog> seen = observation();
        JobClient job = start(seen, new Configuration());
        int changes = 40;
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Void>> writing = new ArrayList<>();
            for (String namespace : List.of("shop", "forum")) {
                writing.add(writers.submit(slowWriter(namespace, changes)));
            }
            for (Future<Void> done : writing) {
                done.get();
            }
        } finally {
            writers.shutdown();
        }
        await().atMost(PATIENCE).until(() -> seen.get().hasMarkAfter(1 + 2L * changes));
        job.cancel().get();

        assertThat(seen.get().seqs())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1 + 2L * changes).boxed().toList());
        seen.get().assertMarksAreTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restoreContinuesAfterTheLastChangeOfTheSavepoint(boolean isDrained) throws Exception {
        writer.commit("shop", 1);
        SharedReference<ObservedCatalog> before = observation();
        JobClient job = start(before, new Configuration());
        await().atMost(PATIENCE).until(() -> before.get().marks() >= 1);

        String savepoint =
                job.stopWithSavepoint(
                                isDrained, savepoints.toString(), SavepointFormatType.CANONICAL)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> job.getJobStatus().get() == JobStatus.FINISHED);
        writer.commit("shop", 2);
        SharedReference<ObservedCatalog> after = observation();
        Configuration restoring = new Configuration();
        restoring.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient restored = start(after, restoring);
        await().atMost(PATIENCE).until(() -> after.get().marks() >= 1);
        restored.cancel().get();

        assertThat(before.get().seqs()).containsExactly(1L, 2L);
        assertThat(after.get().seqs()).containsExactly(3L);
        after.get().assertMarksAreTrue();
    }

    @Test
    void failureBeforeTheFirstCheckpointStartsOver() throws Exception {
        writer.commit("shop", 1);
        SharedReference<ObservedCatalog> seen = observation();
        seen.get().failOnceAfter(2);
        Configuration restarting = new Configuration();
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        restarting.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));

        JobClient job = start(seen, restarting);
        await().atMost(PATIENCE).until(() -> seen.get().marks() >= 1);
        job.cancel().get();

        assertThat(seen.get().seqs()).containsExactly(1L, 2L, 1L, 2L);
    }

    private SharedReference<ObservedCatalog> observation() {
        return sharedObjects.add(new ObservedCatalog());
    }

    private JobClient start(SharedReference<ObservedCatalog> observed, Configuration configuration)
            throws Exception {
        CatalogDatabase database =
                new CatalogDatabase(jdbcUrl, EmbeddedDatabase.shared().jobUser(), "");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        env.fromSource(
                        new CatalogSource(database, Duration.ofMillis(10)),
                        WatermarkStrategy.noWatermarks(),
                        "catalog")
                .uid("catalog")
                .process(new ObservedCatalog.Observe(observed))
                .uid("observe");
        return env.executeAsync();
    }

    /** Holds the lock a moment before each commit, so that writers and polls wait for another. */
    private Callable<Void> slowWriter(String namespace, int changes) {
        return () -> {
            try (CatalogWriter slow = CatalogWriter.connect(jdbcUrl)) {
                for (int version = 1; version <= changes; version++) {
                    slow.record(namespace, version);
                    TimeUnit.MILLISECONDS.sleep(version % 7);
                    slow.commit();
                }
                return null;
            }
        };
    }
}
