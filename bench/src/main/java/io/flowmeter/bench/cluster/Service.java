package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** One process of the cluster, with its children if it has any, and its controls. */
public class Service {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final int REASON_LINES = 20;

    private final String name;
    private final Path log;
    private final ProcessTable table;
    private final Supplier<Launch> launch;
    private final Callable<Boolean> answers;

    /**
     * @param launch asked at each start
     * @param answers whether the service can be used; may fail while it cannot
     */
    Service(
            String name,
            Path log,
            ProcessTable table,
            Supplier<Launch> launch,
            Callable<Boolean> answers) {
        this.name = name;
        this.log = log;
        this.table = table;
        this.launch = launch;
        this.answers = answers;
    }

    /** Unique in the cluster, such as {@code taskmanager-1}. */
    public final String name() {
        return name;
    }

    /** What the service logs; an older part has the suffix {@code .1}. */
    public final Path log() {
        return log;
    }

    /** Whether its process exists; it may be paused, starting or unwell. */
    public final boolean isRunning() {
        return process().isPresent();
    }

    /**
     * @throws IllegalStateException if it does not run
     */
    public final long pid() {
        return running().pid();
    }

    /**
     * Starts it with the ports and the directories it always has, and waits until it answers.
     *
     * @throws IllegalStateException if it runs already, ends at once, or does not answer
     */
    public final void start() {
        begin();
        awaitAnswer();
    }

    /** Starts it and does not wait. */
    final void begin() {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already, as process " + pid());
        }
        try {
            table.put(name, LinuxProcess.start(launch.get(), output()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + name, e);
        }
    }

    final void awaitAnswer() {
        Waiting.until(
                "an answer of " + name + " (log: " + log + ")",
                START_PATIENCE,
                () -> {
                    if (!isRunning()) {
                        throw new Waiting.GaveUpException(name + " ended: " + lastWords());
                    }
                    return answers.call();
                });
    }

    /** Whether it answers now. */
    final boolean answers() {
        try {
            return isRunning() && answers.call();
        } catch (Exception e) { // as declared by call(); that is the answer
            return false;
        }
    }

    /** SIGKILL to all its processes; waits until they are gone. Does nothing to one that is not. */
    public final void kill() {
        process().ifPresent(LinuxProcess::killTree);
        table.remove(name);
    }

    /** SIGSTOP to all its processes: it stands still, and its connections stay open. */
    public final void pause() {
        running().stopTree();
    }

    /** Lets it go on after {@link #pause}. */
    public final void resume() {
        running().tree().forEach(process -> process.signal("CONT"));
    }

    /**
     * Asks it to end and waits until it has.
     *
     * @throws IllegalStateException if it does not end
     */
    public final void stop() {
        Optional<LinuxProcess> process = process();
        if (process.isPresent()) {
            resume();
            process.get().signal(stopSignal());
            if (!process.get().endsWithin(STOP_PATIENCE)) {
                throw new IllegalStateException(
                        String.format(
                                "%s (process %d) did not stop within %d s, see %s",
                                name, process.get().pid(), STOP_PATIENCE.toSeconds(), log));
            }
        }
        table.remove(name);
    }

    /** What asks this kind of process to end in good order. */
    String stopSignal() {
        return "TERM";
    }

    final Optional<LinuxProcess> process() {
        return table.find(name).filter(LinuxProcess::isAlive);
    }

    private LinuxProcess running() {
        return process().orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    private Path output() {
        return log.resolveSibling(name + ".out");
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output());
            int from = Math.max(0, lines.size() - REASON_LINES);
            return String.join("\n", lines.subList(from, lines.size())) + " (log: " + log + ")";
        } catch (IOException e) {
            return "see " + log + " (" + output() + " cannot be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
