package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One process of this machine. Numbers of processes come round again, so a number is believed only
 * together with the moment the process started.
 *
 * @param startTicks clock ticks from the machine's boot to the start, field 22 of {@code
 *     /proc/<pid>/stat}: man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
record LinuxProcess(long pid, long startTicks) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Empty: there is no such process, or it has ended and its parent has not yet been told. */
    static Optional<LinuxProcess> find(long pid) {
        return Stat.read(pid)
                .filter(Stat::isAlive)
                .map(stat -> new LinuxProcess(pid, stat.startTicks()));
    }

    /**
     * Starts a command in a session of its own, so that neither Ctrl-C nor a closed terminal
     * reaches it.
     *
     * @param output takes what it prints; added to what is there
     */
    static LinuxProcess start(Launch launch, Path output) throws IOException {
        Files.createDirectories(output.getParent());
        List<String> words = new ArrayList<>();
        words.add("setsid"); // execs, so the process keeps its number
        words.addAll(launch.command());
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(launch.environment());
        builder.redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        long pid = builder.start().pid();
        return find(pid).orElseThrow(() -> new IOException("it ended at once, see " + output));
    }

    boolean isAlive() {
        return find(pid).filter(this::equals).isPresent();
    }

    /** The process and all it started, directly or not, as of now; the process itself first. */
    List<LinuxProcess> tree() {
        Stream<Long> descendants =
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid);
        return Stream.concat(
                        Stream.of(this).filter(LinuxProcess::isAlive),
                        descendants.flatMap(child -> find(child).stream()))
                .toList();
    }

    /**
     * Kills the process and all it started, without a chance to tidy up, and waits until they are
     * gone.
     */
    void killTree() {
        for (LinuxProcess process : stopTree()) {
            process.signal("KILL");
            process.awaitEnd(PATIENCE);
        }
    }

    /** Makes all of the tree stand still; returns it, the process itself first. */
    List<LinuxProcess> stopTree() {
        Set<LinuxProcess> stopped = new LinkedHashSet<>();
        // Those that are not yet stopped may start more.
        while (tree().stream().anyMatch(process -> !stopped.contains(process))) {
            for (LinuxProcess process : tree()) {
                if (stopped.add(process)) {
                    process.signal("STOP");
                    process.awaitStop();
                }
            }
        }
        return List.copyOf(stopped);
    }

    /**
     * Sends a signal, unless the process has ended.
     *
     * @param signal without SIG, such as {@code TERM}
     */
    void signal(String signal) {
        if (isAlive()) {
            // A failure to signal a process that ended just now is no failure.
            Commands.run(List.of("sh", "-c", "kill -" + signal + " " + pid + " 2>/dev/null || :"));
        }
    }

    /** Whether the process ended within that time. */
    boolean endsWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Waiting.pause(Duration.ofMillis(10));
        }
        return true;
    }

    /** A signal takes effect a moment after it was sent. */
    private void awaitStop() {
        Waiting.until(
                "process " + pid + " standing still",
                PATIENCE,
                () -> !isAlive() || Stat.read(pid).filter(Stat::isStopped).isPresent());
    }

    private void awaitEnd(Duration patience) {
        if (!endsWithin(patience)) {
            throw new IllegalStateException(
                    "process " + pid + " did not end within " + patience.toSeconds() + " s");
        }
    }

    /**
     * @param state one letter: T stands still, Z and X have ended
     */
    record Stat(char state, long startTicks) {

        static Optional<Stat> read(long pid) {
            try {
                return Optional.of(parse(Files.readString(Path.of("/proc/" + pid + "/stat"))));
            } catch (IOException e) {
                return Optional.empty(); // no such process, the usual answer
            }
        }

        /** The second field, the program's name, may itself hold spaces and parentheses. */
        static Stat parse(String line) {
            String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
            return new Stat(fields[0].charAt(0), Long.parseLong(fields[19]));
        }

        boolean isStopped() {
            return state == 'T';
        }

        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }
}
