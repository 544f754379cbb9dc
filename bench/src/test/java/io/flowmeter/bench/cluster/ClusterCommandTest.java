package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCommandTest {

    @TempDir private Path directory;
    private final StringWriter errors = new StringWriter();

    @Test
    void missingSubcommandIsRefused() {
        assertThat(execute()).isEqualTo(ClusterCommand.REFUSED);
        assertThat(errors.toString()).startsWith("bench/cluster: Missing required subcommand");
    }

    @Test
    void moreSubtasksThanSlotsAreRefused() {
        assertThat(execute("up", "--dir", directory.toString(), "--parallelism", "9"))
                .isEqualTo(ClusterCommand.REFUSED);
        assertThat(errors.toString()).contains("--parallelism must be from 1 to 8").contains("9");
    }

    @Test
    void numberThatIsNoneIsRefused() {
        assertThat(execute("up", "--taskmanagers", "two")).isEqualTo(ClusterCommand.REFUSED);
        assertThat(errors.toString()).contains("'two' is not an int");
    }

    @Test
    void fileInPlaceOfTheDirectoryIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(execute("down", "--dir", file.toString())).isEqualTo(ClusterCommand.REFUSED);
        assertThat(errors.toString()).contains(file + " is something else");
    }

    @Test
    void directoryWithoutClusterIsRefused() {
        assertThat(execute("status", "--dir", directory.toString()))
                .isEqualTo(ClusterCommand.REFUSED);
        assertThat(errors.toString()).contains("there is no cluster in " + directory);
    }

    private int execute(String... arguments) {
        return ClusterCommand.commandLine(
                        new PrintWriter(new StringWriter()), new PrintWriter(errors, true))
                .execute(arguments);
    }
}
