package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseITCase {

    @TempDir Path directory;

    @Test
    void startMigratesADurableDatabaseThatBothRolesCanReach() throws Exception {
        try (var database = EmbeddedDatabase.start(directory, 0)) {
            var url = database.jdbcUrl();

            assertThat(query(url, database.ownerUser(), "SHOW fsync")).isEqualTo("on");
            assertThat(query(url, database.ownerUser(), "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(url, database.ownerUser(), "SHOW listen_addresses"))
                    .isEqualTo("127.0.0.1");
            assertThat(query(url, database.jobUser(), "SELECT count(*) FROM catalog_change"))
                    .isEqualTo("1");
            assertThat(query(url, database.apiUser(), "SELECT active_generation()")).isEqualTo("0");
        }
    }

    @Test
    void committedRowsAreThereAgainAfterTheServerWasKilled() throws Exception {
        try (var database = EmbeddedDatabase.start(directory, 0)) {
            addGeneration(database, 7);
            killServer();
        }

        try (var restarted = EmbeddedDatabase.start(directory, 0)) {
            assertThat(generations(restarted)).isEqualTo("0 7");
        }
    }

    @Test
    void pidFileThatNamesAnotherProgramDoesNotStopTheStart() throws Exception {
        EmbeddedDatabase.start(directory, 0).close();
        var myPid = ProcessHandle.current().pid();
        Files.writeString(
                directory.resolve("data/postmaster.pid"),
                myPid + "\n" + directory.resolve("data") + "\n");

        try (var database = EmbeddedDatabase.start(directory, 0)) {
            assertThat(generations(database)).isEqualTo("0");
        }
    }

    @Test
    void directoryServesOneServerAtATime() throws Exception {
        try (var database = EmbeddedDatabase.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining(directory.toString());
            assertThat(generations(database)).isEqualTo("0");
        }
    }

    @Test
    void takenPortIsNamed() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory, other.getLocalPort()))
                    .isInstanceOfSatisfying(
                            PortTakenException.class,
                            e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
                    .hasMessageContaining("Postgres cannot listen on 127.0.0.1:");
        }
    }

    @Test
    void freshDatabasesAreMigratedAndDoNotSeeEachOther() throws Exception {
        var shared = EmbeddedDatabase.shared();
        var one = shared.freshDatabase();
        var other = shared.freshDatabase();

        update(one, shared.ownerUser(), "INSERT INTO generation (id, active) VALUES (3, false)");

        assertThat(query(one, "postgres", "SELECT max(id) FROM generation")).isEqualTo("3");
        assertThat(query(other, "postgres", "SELECT max(id) FROM generation")).isEqualTo("0");
    }

    @Test
    void migrationOfACurrentDatabaseAppliesNothing() {
        var shared = EmbeddedDatabase.shared();

        var applied = SchemaMigration.migrate(shared.jdbcUrl(), shared.ownerUser(), "");

        assertThat(applied).isZero();
    }

    private void killServer() throws IOException {
        var server = ProcessHandle.of(serverPid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
    }

    private long serverPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
    }

    private static void addGeneration(EmbeddedDatabase database, int id) throws SQLException {
        update(
                database.jdbcUrl(),
                database.ownerUser(),
                "INSERT INTO generation (id, active) VALUES (" + id + ", false)");
    }

    private static String generations(EmbeddedDatabase database) throws SQLException {
        return query(
                database.jdbcUrl(),
                database.jobUser(),
                "SELECT string_agg(id::text, ' ' ORDER BY id) FROM generation");
    }

    private static void update(String url, String user, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, user, "");
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String query(String url, String user, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, user, "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
