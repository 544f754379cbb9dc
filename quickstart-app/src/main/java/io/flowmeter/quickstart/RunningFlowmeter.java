package io.flowmeter.quickstart;

import io.flowmeter.api.ApiConfig;
import io.flowmeter.api.QueryApi;
import io.flowmeter.embedded.EmbeddedFlink;
import io.flowmeter.job.JobConfig;
import io.flowmeter.job.UsageMeteringJob;
import io.flowmeter.quickstart.QuickstartOptions.Ports;
import io.flowmeter.quickstart.replay.EventCounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;

/** The job and the API of production, on embedded parts. */
final class RunningFlowmeter {

    private static final Duration READY_PATIENCE = Duration.ofSeconds(90);
    private static final int READY = 200;
    private static final String JOB_NAME = "flowmeter usage metering";

    private final EmbeddedParts parts;
    private final URI apiUrl;

    /**
     * Starts everything; the job goes on from the latest checkpoint in the data directory.
     *
     * @param closing what is to close everything
     */
    RunningFlowmeter(DataDirectory data, Ports ports, Clock clock, StartLog log, Closing closing)
            throws IOException {
        parts = new EmbeddedParts(data, ports, log, closing);
        Map<String, String> environment = parts.environment(ports.api());
        log.start("job", () -> submitJob(environment), origin -> origin);
        QueryApi api =
                log.start(
                        "API",
                        () ->
                                closing.add(
                                        QueryApi.start(
                                                ApiConfig.fromEnvironment(environment), clock)),
                        RunningFlowmeter::url);
        apiUrl = URI.create(url(api));
    }

    EmbeddedParts parts() {
        return parts;
    }

    URI apiUrl() {
        return apiUrl;
    }

    EventCounts counts() {
        var database = parts.database();
        return EventCounts.read(database.jdbcUrl(), database.ownerUser(), "");
    }

    /**
     * Waits until the API calls itself ready, which it is while the job keeps up.
     *
     * @throws IllegalStateException with its last answer, if that takes too long
     */
    void awaitReady() {
        var health = new ApiClient(apiUrl, "");
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        var answer = health.get("/readyz", Map.of());
        while (answer.status() != READY) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "not ready after " + READY_PATIENCE.toSeconds() + " s: " + answer.body());
            }
            pause();
            answer = health.get("/readyz", Map.of());
        }
    }

    private String submitJob(Map<String, String> environment) throws IOException {
        Optional<Path> checkpoint =
                EmbeddedFlink.latestCheckpoint(parts.flinkSettings().checkpoints());
        var flink = parts.flink();
        var job = flink.environment();
        job.configure(new Configuration().set(PipelineOptions.NAME, JOB_NAME));
        UsageMeteringJob.build(job, JobConfig.fromEnvironment(environment));
        if (checkpoint.isEmpty()) {
            flink.submit(job);
            return "from the beginning of the log";
        }
        flink.submit(job, checkpoint.get());
        return "from checkpoint " + checkpoint.get().getFileName();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the API", e);
        }
    }

    private static String url(QueryApi api) {
        return "http://127.0.0.1:" + api.port();
    }
}
