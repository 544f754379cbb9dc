package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path DIRECTORY = Path.of("target/cluster-it");

    @Test
    void killedProcessesComeBackAndNoCallIsLostOrCountedTwice() throws Exception {
        Layout.delete(DIRECTORY);
        List<LinuxProcess> processes;
        try (var cluster = Cluster.up(ClusterSettings.in(DIRECTORY).withStateDiskMebibytes(512))) {
            var job = cluster.job();
            job.submit(2, Optional.empty());
            job.awaitRunning(PATIENCE);
            var calls = new MeteredCalls(cluster.endpoints());
            calls.send(200);
            assertThat(calls.awaitCounted()).isEqualTo(200);

            Service worker = cluster.taskManagers().get(0);
            worker.kill();
            assertThat(worker.isRunning()).isFalse();
            calls.send(100);
            worker.start();
            cluster.postgres().kill();
            cluster.postgres().start();
            calls.send(100);
            assertThat(calls.awaitCounted()).isEqualTo(400);

            job.awaitRunning(PATIENCE);
            String savepoint = job.stopWithSavepoint(PATIENCE);
            assertThat(job.state()).isEqualTo(JobState.FINISHED);
            job.submit(4, Optional.of(savepoint));
            job.awaitRunning(PATIENCE);
            calls.send(100);
            assertThat(calls.awaitCounted()).isEqualTo(500);
            assertThat(job.parallelism()).isEqualTo(4);

            processes =
                    cluster.services().stream()
                            .flatMap(service -> service.process().stream())
                            .flatMap(process -> process.tree().stream())
                            .toList();
        }
        assertThat(processes).hasSizeGreaterThan(6).noneMatch(LinuxProcess::isAlive);
        assertThat(ProcessTable.read(new Layout(DIRECTORY.toAbsolutePath()).processes()).running())
                .isEmpty();
    }
}
