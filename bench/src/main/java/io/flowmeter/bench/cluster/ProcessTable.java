package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The processes of a cluster, in a file: a line {@code <name> <pid> <start ticks>} each. Whoever
 * ends the cluster ends these and no others: a later command, or the watchdog.
 */
final class ProcessTable {

    private final Path file;
    private final Map<String, LinuxProcess> processes = new LinkedHashMap<>();

    private ProcessTable(Path file) {
        this.file = file;
    }

    /** What the file lists, running or not; nothing if there is no file. */
    static ProcessTable read(Path file) {
        var table = new ProcessTable(file);
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(table::parse);
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the list of processes " + file, e);
        }
    }

    synchronized Optional<LinuxProcess> find(String name) {
        return Optional.ofNullable(processes.get(name));
    }

    /** Those that run, by name, in the order of their start. */
    synchronized Map<String, LinuxProcess> running() {
        Map<String, LinuxProcess> running = new LinkedHashMap<>(processes);
        running.values().removeIf(process -> !process.isAlive());
        return running;
    }

    synchronized void put(String name, LinuxProcess process) {
        processes.remove(name);
        processes.put(name, process);
        write();
    }

    synchronized void remove(String name) {
        if (processes.remove(name) != null) {
            write();
        }
    }

    Path file() {
        return file;
    }

    private void parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 3 || !(fields[1] + fields[2]).matches("\\d{1,36}")) {
            throw new IllegalStateException(
                    file + " is no list of processes, it says \"" + line + "\": remove it");
        }
        processes.put(
                fields[0], new LinuxProcess(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
    }

    private void write() {
        String lines =
                processes.entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, lines);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the list of processes " + file, e);
        }
    }

    private static String line(String name, LinuxProcess process) {
        return name + " " + process.pid() + " " + process.startTicks() + "\n";
    }
}
