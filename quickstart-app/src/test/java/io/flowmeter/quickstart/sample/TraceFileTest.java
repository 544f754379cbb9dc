package io.flowmeter.quickstart.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("chat.2024.csv");
    }

    @Test
    void rowsAreReadToTheLastDigit() throws IOException {
        Files.writeString(
                file, HEADER + "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:47,396,109");

        var trace = TraceFile.read(file);

        assertThat(trace.name()).isEqualTo("chat.2024");
        assertThat(trace.rows())
                .containsExactly(
                        new TraceRow(1, Instant.parse("2023-11-16T18:15:46.680590Z"), 374, 44),
                        new TraceRow(2, Instant.parse("2023-11-16T18:15:47Z"), 396, 109));
        assertThat(trace.end()).isEqualTo("2023-11-16T18:15:47Z");
    }

    @Test
    void columnsMayStandInAnyOrderAndMayBeMore() throws IOException {
        Files.writeString(
                file,
                "model,GeneratedTokens,TIMESTAMP,ContextTokens\nm-3,44,2023-11-16 18:15:46.5,374");

        assertThat(TraceFile.read(file).rows())
                .containsExactly(
                        new TraceRow(1, Instant.parse("2023-11-16T18:15:46.500Z"), 374, 44));
    }

    @Test
    void fingerprintTellsFilesApart() throws IOException {
        Files.writeString(file, HEADER + "2023-11-16 18:15:46,374,44\n");
        String first = TraceFile.read(file).sha256();
        Files.writeString(file, HEADER + "2023-11-16 18:15:46,374,45\n");

        assertThat(TraceFile.read(file).sha256()).isNotEqualTo(first).hasSize(64);
    }

    @Test
    void wrongValueIsRefusedWithItsPlace() throws IOException {
        Files.writeString(
                file, HEADER + "2023-11-16 18:15:46,374,44\n2023-11-16 18:15:47,many,44\n");

        assertThatThrownBy(() -> TraceFile.read(file))
                .isInstanceOf(InvalidTraceException.class)
                .hasMessage(
                        "trace %s, row 2: ContextTokens must be a whole number, was \"many\"",
                        file);
    }

    @Test
    void wrongTimeIsRefusedWithItsPlace() throws IOException {
        Files.writeString(file, HEADER + "yesterday,374,44\n");

        assertThatThrownBy(() -> TraceFile.read(file))
                .hasMessage(
                        "trace %s, row 1: TIMESTAMP must look like 2023-11-16 18:15:46.6805900,"
                                + " was \"yesterday\"",
                        file);
    }

    @Test
    void rowWithoutAllValuesIsRefused() throws IOException {
        Files.writeString(file, HEADER + "2023-11-16 18:15:46,374\n");

        assertThatThrownBy(() -> TraceFile.read(file))
                .hasMessage(
                        "trace %s, row 1: must have as many values as there are columns, had 2",
                        file);
    }

    @Test
    void otherColumnsAreRefused() throws IOException {
        Files.writeString(file, "time,value\n1,2\n");

        assertThatThrownBy(() -> TraceFile.read(file))
                .hasMessage(
                        "trace %s must have the columns TIMESTAMP,ContextTokens,GeneratedTokens,"
                                + " had time,value",
                        file);
    }

    @Test
    void emptyTraceIsRefused() throws IOException {
        Files.writeString(file, HEADER);

        assertThatThrownBy(() -> TraceFile.read(file)).hasMessage("trace %s has no rows", file);
    }

    @Test
    void missingFileIsRefused() {
        assertThatThrownBy(() -> TraceFile.read(file))
                .isInstanceOf(InvalidTraceException.class)
                .hasMessage("trace " + file + " does not exist");
    }
}
