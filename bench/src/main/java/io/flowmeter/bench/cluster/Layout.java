package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Where what is in a cluster's directory. */
record Layout(Path directory) {

    Path kafka() {
        return directory.resolve("kafka");
    }

    Path postgres() {
        return directory.resolve("postgres");
    }

    /** Flink's checkpoints, savepoints and working files; may lie on a disk of its own. */
    Path state() {
        return directory.resolve("flink/state");
    }

    Path temporaryFiles(String service) {
        return directory.resolve("tmp").resolve(service);
    }

    Path configuration(String service) {
        return directory.resolve("conf").resolve(service);
    }

    Path log(String service) {
        return directory.resolve("log").resolve(service + ".log");
    }

    /** What the service prints. */
    Path output(String service) {
        return directory.resolve("log").resolve(service + ".out");
    }

    Path arming() {
        return directory.resolve("agent");
    }

    Path processes() {
        return directory.resolve("processes");
    }

    Path plan() {
        return directory.resolve("cluster.json");
    }

    /** Of all processes: Log4j's configuration, which names the file by a property. */
    Path loggingConfiguration() {
        return directory.resolve("conf").resolve("log4j2-service.xml");
    }

    void create() throws IOException {
        Files.createDirectories(directory.resolve("log"));
        Files.createDirectories(directory.resolve("conf"));
        Files.createDirectories(arming());
        try (InputStream logging = Layout.class.getResourceAsStream("log4j2-service.xml")) {
            Files.copy(logging, loggingConfiguration(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes an empty directory of it, whatever a killed process left there. */
    static void empty(Path directory) throws IOException {
        delete(directory);
        Files.createDirectories(directory);
    }

    /** Deletes the directory and all in it, if it exists. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
