package io.flowmeter.bench.cluster;

import io.flowmeter.bench.agent.AgentFault;
import io.flowmeter.bench.agent.FaultNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Arms the agent inside the TaskManagers, which need {@link ClusterSettings#agent()}. */
public final class FaultAgentControl {

    private final Path directory;
    private final Path jar;

    FaultAgentControl(Path directory, Path jar) {
        this.directory = directory;
        this.jar = jar;
    }

    /** Lets the fault happen at its next occasion, once. Forgets the note of an earlier one. */
    public void arm(AgentFault fault) {
        try {
            Files.deleteIfExists(note(fault));
            Files.writeString(directory.resolve(fault.fileName()), "");
        } catch (IOException e) {
            throw new UncheckedIOException("could not arm " + fault, e);
        }
    }

    /**
     * Takes an arming back.
     *
     * @return false if the fault has happened, or was never armed
     */
    public boolean disarm(AgentFault fault) {
        try {
            return Files.deleteIfExists(directory.resolve(fault.fileName()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not disarm " + fault, e);
        }
    }

    /** Waits until the fault has happened, and returns what the agent noted. */
    public FaultNote awaitFired(AgentFault fault, Duration patience) {
        Waiting.until(fault.fileName(), patience, () -> Files.exists(note(fault)));
        try {
            return FaultNote.parse(Files.readAllLines(note(fault)));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the note of " + fault, e);
        }
    }

    /** The JVM options of a TaskManager that carries the agent. */
    List<String> options() {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is not built: run mvn package");
        }
        return List.of("-javaagent:" + jar + "=" + directory);
    }

    private Path note(AgentFault fault) {
        return directory.resolve(fault.fileName() + ".fired");
    }
}
