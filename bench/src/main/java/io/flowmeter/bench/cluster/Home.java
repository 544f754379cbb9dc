package io.flowmeter.bench.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The repository with its built artefacts, which the processes run.
 *
 * @param directory the repository's
 */
public record Home(Path directory) {

    /** Java's property that names the repository; bench's commands set it. */
    public static final String PROPERTY = "flowmeter.home";

    /**
     * From {@link #PROPERTY}, else the nearest directory above the current one.
     *
     * @throws IllegalStateException if it is not there, or something is not built
     */
    public static Home find() {
        String named = System.getProperty(PROPERTY);
        Path start = Path.of(named == null ? "" : named).toAbsolutePath();
        for (Path candidate = start; candidate != null; candidate = candidate.getParent()) {
            if (Files.exists(candidate.resolve("bench/flink-lib/pom.xml"))) {
                return new Home(candidate).requireBuilt();
            }
        }
        throw new IllegalStateException(
                "no Flowmeter repository at " + start + " or above: set -D" + PROPERTY);
    }

    /** Of the broker and the API. */
    String benchClassPath() {
        return directory.resolve("bench/target/lib") + "/*";
    }

    /** Of Flink's processes. */
    String flinkClassPath() {
        return directory.resolve("bench/flink-lib/target/lib") + "/*";
    }

    Path jobJar() {
        return directory.resolve("flink-job/target/flowmeter-job.jar");
    }

    Path agentJar() {
        return directory.resolve("bench/target/fault-agent.jar");
    }

    /** Postgres' programs are unpacked under it, once for all clusters. */
    Path postgresBinaries() {
        return directory.resolve("bench/target/postgres");
    }

    private Home requireBuilt() {
        for (String built : List.of("bench/target/lib", "bench/flink-lib/target/lib")) {
            require(directory.resolve(built));
        }
        require(jobJar());
        return this;
    }

    private void require(Path built) {
        if (!Files.exists(built)) {
            throw new IllegalStateException(
                    built + " is not built: run mvn -DskipTests package in " + directory);
        }
    }
}
