package io.flowmeter.api;

import io.flowmeter.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The broker that all tests of this JVM share; it ends with the JVM. */
final class TestKafka {

    static final EmbeddedKafka SHARED = start();

    private TestKafka() {}

    private static EmbeddedKafka start() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            return EmbeddedKafka.start(Files.createTempDirectory(target, "kafka"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
