package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowmeter.bench.agent.AgentFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Faults that hit a moment or a place; the numbers stay exact. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path DIRECTORY = Path.of("target/fault-it");

    private Cluster cluster;
    private MeteringJob job;
    private MeteredCalls calls;

    @BeforeAll
    void start() throws Exception {
        Layout.delete(DIRECTORY);
        cluster =
                Cluster.up(
                        ClusterSettings.in(DIRECTORY)
                                .withTaskManagers(1)
                                .withAgent(true)
                                .withStateDiskMebibytes(256));
        job = cluster.job();
        job.submit(2, Optional.empty());
        job.awaitRunning(PATIENCE);
        calls = new MeteredCalls(cluster.endpoints());
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void crashAfterTheCommitRepeatsNothing() throws Exception {
        Service worker = cluster.taskManagers().get(0);
        cluster.faultAgent().arm(AgentFault.CRASH_AFTER_COMMIT);
        calls.send(100);

        var note = cluster.faultAgent().awaitFired(AgentFault.CRASH_AFTER_COMMIT, PATIENCE);
        await().atMost(PATIENCE).until(() -> !worker.isRunning());
        worker.start();
        calls.send(10);

        assertThat(note.checkpoint()).isPositive();
        assertThat(calls.awaitCounted()).isEqualTo(calls.sent());
        assertThat(job.restarts()).isPositive();
    }

    @Test
    void checkpointThatFailsAfterTheSinkTookPartLosesNothing() throws Exception {
        job.awaitRunning(PATIENCE);
        cluster.faultAgent().arm(AgentFault.FAIL_CHECKPOINT_AFTER_SINK);
        calls.send(100);

        var note = cluster.faultAgent().awaitFired(AgentFault.FAIL_CHECKPOINT_AFTER_SINK, PATIENCE);

        await().atMost(PATIENCE)
                .until(() -> job.checkpointStatus(note.checkpoint()).equals(Optional.of("FAILED")));
        assertThat(calls.awaitCounted()).isEqualTo(calls.sent());
    }

    @Test
    void fullStateDiskFailsCheckpointsUntilThereIsRoom() throws Exception {
        assumeTrue(cluster.stateDisk().canFill(), "this machine permits no mount");
        job.awaitRunning(PATIENCE);
        long failed = job.failedCheckpoints();
        cluster.stateDisk().fill();
        calls.send(100);
        await().atMost(PATIENCE).until(() -> job.failedCheckpoints() > failed);

        cluster.stateDisk().free();

        assertThat(calls.awaitCounted()).isEqualTo(calls.sent());
    }

    @Test
    void jobGoesOnFromItsRetainedCheckpointAfterTheLossOfTheJobManager() throws Exception {
        job.awaitRunning(PATIENCE);
        calls.send(100);
        calls.awaitCounted();
        cluster.jobManager().kill();
        calls.send(100);

        cluster.jobManager().start();
        cluster.awaitTaskManagers(1, PATIENCE);
        var checkpoint = job.latestRetainedCheckpoint();
        job.submit(3, checkpoint);
        job.awaitRunning(PATIENCE);

        assertThat(checkpoint).isPresent();
        assertThat(calls.awaitCounted()).isEqualTo(calls.sent());
    }

    @Test
    void postgresRecoversFromTheLossOfOneBackendWhileItStaysTheSameService() throws Exception {
        job.awaitRunning(PATIENCE);
        long pid = cluster.postgres().pid();

        assertThat(cluster.postgres().killBackend(Endpoints.JOB_USER)).isPresent();
        await().atMost(PATIENCE).until(() -> cluster.postgres().answers());
        calls.send(100);

        assertThat(calls.awaitCounted()).isEqualTo(calls.sent());
        assertThat(cluster.postgres().pid()).isEqualTo(pid);
    }

    @Test
    void pausedBrokerGoesOnWhereItStood() throws Exception {
        job.awaitRunning(PATIENCE);
        cluster.kafka().pause();
        assertThat(cluster.kafka().isRunning()).isTrue();
        assertThat(cluster.kafka().answers()).isFalse();

        cluster.kafka().resume();
        calls.send(100);

        assertThat(calls.awaitCounted()).isEqualTo(calls.sent());
    }
}
