package io.flowmeter.embedded;

import com.sun.security.auth.module.UnixSystem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** How a Postgres server process is started: with which promises, and by whom. */
final class PostgresProcess {

    private static final String SERVICE = "Postgres";
    private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(60);

    private PostgresProcess() {}

    /**
     * A server that keeps every commit, also over a power failure.
     *
     * @throws PortTakenException if another program listens on {@code port}
     */
    static EmbeddedPostgres startDurable(Path dataDirectory, int port) throws IOException {
        LeftoverPostgres.clear(dataDirectory); // it may hold the very port
        // zonky starts Postgres with -F (no fsync); a later -c wins.
        return start(
                EmbeddedPostgres.builder()
                        .setDataDirectory(dataDirectory)
                        .setCleanDataDirectory(false)
                        .setPort(LoopbackPort.choose(SERVICE, port))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on"));
    }

    /** A server that is fast, and gone with its data when closed. */
    static EmbeddedPostgres startForgetful() throws IOException {
        // Beside zonky's binaries: its next start also removes what a killed JVM left there.
        var dataDirectory =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "embedded-pg",
                        UUID.randomUUID().toString());
        return start(
                EmbeddedPostgres.builder()
                        .setDataDirectory(dataDirectory)
                        .setPort(LoopbackPort.choose(SERVICE, 0))
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off"));
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        requireStartable(isRoot(), LinuxUtils.isUnshareAvailable());
        return builder.setPGStartupWait(RECOVERY_PATIENCE)
                .setServerConfig("listen_addresses", LoopbackPort.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("jit", "off") // costs more than it saves on short queries
                // The same order of texts on every machine, whatever its locale.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .start();
    }

    /**
     * Refuses a start that Postgres would refuse less clearly: it does not run as root, and zonky's
     * way round that is a user namespace, which some containers forbid.
     */
    static void requireStartable(boolean root, boolean userNamespaceAllowed) {
        if (root && !userNamespaceAllowed) {
            throw new IllegalStateException(
                    "Postgres does not run as root and this machine does not let root make a user"
                            + " namespace (`unshare -U` fails): start Flowmeter as another user, or"
                            + " have it use an external Postgres");
        }
    }

    private static boolean isRoot() {
        return !System.getProperty("os.name").startsWith("Windows")
                && new UnixSystem().getUid() == 0;
    }
}
