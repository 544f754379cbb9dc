package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir private Path parent;

    @Test
    void contentStaysUntilReset() throws IOException {
        Path path = parent.resolve("data");
        try (var data = DataDirectory.open(path)) {
            Files.createDirectories(data.kafka());
            Files.writeString(data.kafka().resolve("log"), "x");
        }

        try (var data = DataDirectory.open(path)) {
            assertThat(data.kafka().resolve("log")).exists();
        }
        try (var data = DataDirectory.open(path)) {
            data.reset();
            assertThat(data.kafka()).doesNotExist();
        }
    }

    @Test
    void directoryWithOtherFilesIsNotTouched() throws IOException {
        Files.writeString(parent.resolve("thesis.txt"), "x");

        assertThatThrownBy(() -> DataDirectory.open(parent))
                .isInstanceOf(RefusedStartException.class)
                .hasMessageContaining("holds files that are not the quickstart's")
                .hasMessageContaining("--data-dir");
        assertThat(parent.resolve("thesis.txt")).exists();
    }

    @Test
    void directoryInUseIsRefused() throws IOException {
        try (var data = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> DataDirectory.open(data.path()))
                    .isInstanceOf(RefusedStartException.class)
                    .hasMessageContaining("in use by another quickstart");
        }
    }

    @Test
    void demoKeyIsKeptForItsOwnerOnly() throws IOException {
        Path file = parent.resolve("keys/default");

        var key = DemoKey.of(file);

        assertThat(DemoKey.of(file)).isEqualTo(key);
        assertThat(key.text()).matches("um_live_[0-9a-f]{16}_[0-9a-f]{48}");
        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
