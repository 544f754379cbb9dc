package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir private Path directory;
    private LinuxProcess sleeper;

    @BeforeEach
    void startShellWithChild() throws Exception {
        sleeper =
                LinuxProcess.start(
                        new Launch(List.of("sh", "-c", "sleep 600 & wait")),
                        directory.resolve("sleeper.out"));
        Waiting.until("a child", PATIENCE, () -> sleeper.tree().size() == 2);
    }

    @AfterEach
    void end() {
        sleeper.killTree();
    }

    @Test
    void programNamesMayHoldSpacesAndParentheses() {
        var line = "42 (a) b (c)) T 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654 20 21 22";

        var stat = LinuxProcess.Stat.parse(line);

        assertThat(stat).isEqualTo(new LinuxProcess.Stat('T', 987654));
        assertThat(stat.isAlive()).isTrue();
        assertThat(new LinuxProcess.Stat('Z', 1).isAlive()).isFalse();
    }

    @Test
    void killEndsTheWholeTree() {
        List<LinuxProcess> tree = sleeper.tree();

        sleeper.killTree();

        assertThat(tree).hasSize(2).noneMatch(LinuxProcess::isAlive);
    }

    @Test
    void processWithTheSameNumberButAnotherStartIsAnotherOne() {
        var other = new LinuxProcess(sleeper.pid(), sleeper.startTicks() - 1);

        other.signal("KILL");

        assertThat(other.isAlive()).isFalse();
        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void stoppedTreeStandsStillUntilItIsContinued() {
        List<LinuxProcess> tree = sleeper.stopTree();
        assertThat(tree).hasSize(2).allMatch(process -> state(process) == 'T');

        tree.forEach(process -> process.signal("CONT"));

        Waiting.until(
                "going on",
                PATIENCE,
                () -> tree.stream().noneMatch(process -> state(process) == 'T'));
    }

    @Test
    void watchdogKillsThoseOnTheListOnly() throws Exception {
        var other =
                LinuxProcess.start(
                        new Launch(List.of("sleep", "600")), directory.resolve("other.out"));
        try {
            var table = ProcessTable.read(directory.resolve("processes"));
            table.put("sleeper", sleeper);
            table.put("recycled", new LinuxProcess(other.pid(), other.startTicks() - 1));

            Watchdog.start(table.file()).close();

            assertThat(sleeper.endsWithin(PATIENCE)).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.killTree();
        }
    }

    @Test
    void listOfProcessesIsReadBack() throws Exception {
        Path file = directory.resolve("processes");
        var table = ProcessTable.read(file);
        table.put("sleeper", sleeper);
        table.put("gone", new LinuxProcess(sleeper.pid(), 1));

        var read = ProcessTable.read(file);

        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(read.find("gone")).isPresent();
        assertThat(read.running()).containsOnlyKeys("sleeper").containsValue(sleeper);
    }

    private static char state(LinuxProcess process) {
        return LinuxProcess.Stat.read(process.pid()).orElseThrow().state();
    }
}
