package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EmbeddedFlinkITCase {

    @TempDir Path directory;

    private FlinkSettings settings;

    @BeforeEach
    void settingsNameTheDirectory() {
        settings = FlinkSettings.in(directory);
    }

    @Test
    void webUiAnswers() throws Exception {
        try (var flink = EmbeddedFlink.start(settings)) {
            assertThat(flink.webUrl()).hasHost("127.0.0.1");
            assertThat(statusOf(flink.webUrl().resolve("/"))).isEqualTo(200);
            assertThat(statusOf(flink.webUrl().resolve("/overview"))).isEqualTo(200);
        }
    }

    @Test
    void jobGoesOnFromTheNewestCheckpointAfterTheClusterEnded() throws Exception {
        try (var flink = EmbeddedFlink.start(settings)) {
            CountingJob.FIRST_COUNT.set(0);
            flink.submit(CountingJob.in(flink.environment()));
            awaitTrue(() -> CountingJob.FIRST_COUNT.get() > 0);
            awaitNextCheckpoint(); // may have begun before the first count
            awaitNextCheckpoint();
        }
        var checkpoint = EmbeddedFlink.latestCheckpoint(settings.checkpoints()).orElseThrow();
        CountingJob.FIRST_COUNT.set(0);

        try (var flink = EmbeddedFlink.start(settings)) {
            var job = flink.submit(CountingJob.in(flink.environment()), checkpoint);
            awaitTrue(() -> CountingJob.FIRST_COUNT.get() > 0);
            assertThat(CountingJob.FIRST_COUNT.get()).isGreaterThan(1);

            var savepoint = flink.stopWithSavepoint(job);

            assertThat(flink.status(job)).isEqualTo(JobStatus.FINISHED);
            assertThat(savepoint).startsWith(settings.savepoints());
            assertThat(savepoint.resolve("_metadata")).isRegularFile();
        }
    }

    @Test
    void cancelledJobLeavesItsCheckpoint() throws Exception {
        try (var flink = EmbeddedFlink.start(settings)) {
            var job = flink.submit(CountingJob.in(flink.environment()));
            awaitNextCheckpoint();

            flink.cancel(job);

            assertThat(flink.status(job)).isEqualTo(JobStatus.CANCELED);
            assertThat(EmbeddedFlink.latestCheckpoint(settings.checkpoints())).isPresent();
        }
    }

    @Test
    void jobTooLargeForOneMessageStillReachesTheTasks() throws Exception {
        try (var flink = EmbeddedFlink.start(settings)) {
            CountingJob.FIRST_COUNT.set(0);

            flink.submit(CountingJob.withBallast(flink.environment(), 3 << 20));

            awaitTrue(() -> CountingJob.FIRST_COUNT.get() > 0);
        }
    }

    @Test
    void temporaryFilesOfAKilledClusterGoWithTheNextStart() throws Exception {
        var left = directory.resolve("tmp/flink-rpc-akka-of-a-killed-jvm.jar");
        Files.createDirectories(left.getParent());
        Files.createFile(left);

        try (var flink = EmbeddedFlink.start(settings)) {
            assertThat(flink.webUrl()).isNotNull();
            assertThat(left).doesNotExist();
            assertThat(directory.resolve("tmp")).isDirectoryContaining("glob:**flink-rpc-akka*");
        }

        assertThat(directory.resolve("tmp")).doesNotExist();
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedFlink.start(settings.withPort(port)))
                    .isInstanceOfSatisfying(
                            PortTakenException.class, e -> assertThat(e.port()).isEqualTo(port))
                    .hasMessageContaining("Flink's web UI cannot listen on 127.0.0.1:");
        }
    }

    private void awaitNextCheckpoint() throws Exception {
        var seen = EmbeddedFlink.latestCheckpoint(settings.checkpoints());
        awaitTrue(() -> !EmbeddedFlink.latestCheckpoint(settings.checkpoints()).equals(seen));
    }

    private static int statusOf(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static void awaitTrue(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(90)) // as the class's timeout
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
