package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nothing the embedded services open can be reached from another machine: none asks who calls. */
@EnabledOnOs(OS.LINUX)
class LoopbackOnlyITCase {

    private static final String LISTENING = "0A";

    /** 127.0.0.1 as the kernel prints it, alone or mapped into IPv6. */
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F");

    @TempDir Path directory;

    @Test
    void servicesListenOnLoopbackOnly() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                var flink = EmbeddedFlink.start(FlinkSettings.in(directory.resolve("flink")))) {
            var addresses = addressesListenedOn();

            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
            assertThat(flink.webUrl()).hasHost("127.0.0.1");
            assertThat(addresses).isNotEmpty().isSubsetOf(LOOPBACK);
        }
    }

    /** Of this process; Postgres, which is another, is asked in EmbeddedDatabaseITCase. */
    private static Set<String> addressesListenedOn() throws IOException {
        var mine = socketsOfThisProcess();
        // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(LoopbackOnlyITCase::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals(LISTENING))
                .filter(columns -> mine.contains("socket:[" + columns[9] + "]"))
                .map(columns -> columns[1].substring(0, columns[1].indexOf(':')))
                .collect(Collectors.toSet());
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            return Stream.empty(); // a machine without IPv6 has no tcp6
        }
    }

    private static Set<String> socketsOfThisProcess() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .flatMap(LoopbackOnlyITCase::target)
                    .filter(target -> target.startsWith("socket:"))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return Stream.empty(); // closed meanwhile
        }
    }
}
