package io.flowmeter.bench.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What another process must know of a cluster to take it up; kept in its directory.
 *
 * @param deduplicationWindow ISO 8601, as is the interval
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClusterPlan(
        Ports ports,
        int taskManagers,
        int apis,
        String deduplicationWindow,
        String checkpointInterval,
        boolean agent,
        int stateDiskMebibytes) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static ClusterPlan of(ClusterSettings settings, Ports ports) {
        return new ClusterPlan(
                ports,
                settings.taskManagers(),
                settings.apis(),
                settings.deduplicationWindow().toString(),
                settings.checkpointInterval().toString(),
                settings.agent(),
                settings.stateDiskMebibytes());
    }

    static ClusterPlan read(Path file) {
        try {
            return JSON.readValue(file.toFile(), ClusterPlan.class);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the plan of a cluster " + file, e);
        }
    }

    void write(Path file) {
        try {
            Files.write(file, JSON.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the plan of a cluster " + file, e);
        }
    }

    ClusterSettings settings(Path directory) {
        return new ClusterSettings(
                directory,
                taskManagers,
                Math.max(1, apis), // An earlier plan says nothing of it.
                Duration.parse(deduplicationWindow),
                Duration.parse(checkpointInterval),
                agent,
                stateDiskMebibytes);
    }
}
