package io.flowmeter.bench.cluster;

import com.sun.security.auth.module.UnixSystem;
import io.flowmeter.embedded.SchemaMigration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A Postgres server that keeps every commit, also over the end of the machine. */
public final class PostgresService extends Service {

    private static final String NAME = "postgres";

    private final Endpoints endpoints;

    private PostgresService(Path log, ProcessTable table, Start start, Endpoints endpoints) {
        super(NAME, log, table, start::launch, () -> answers(endpoints));
        this.endpoints = endpoints;
    }

    /** A server over {@link Layout#postgres()}; it is made there if there is none. */
    static PostgresService of(Home home, Layout layout, Ports ports, ProcessTable table)
            throws IOException {
        var start =
                new Start(
                        PostgresBinaries.unpack(home.postgresBinaries()),
                        layout.postgres(),
                        ports.postgres());
        start.createIfNew();
        return new PostgresService(layout.output(NAME), table, start, Endpoints.of(ports));
    }

    /**
     * SIGKILL to one process that serves a connection of this role. Postgres then trusts its shared
     * memory no longer: it ends all connections and recovers from its log, as the same service.
     *
     * @param role such as {@link Endpoints#JOB_USER}
     * @return the process killed; empty if the role has no connection
     */
    public OptionalLong killBackend(String role) {
        try (Connection owner = connect(endpoints, "postgres");
                PreparedStatement query =
                        owner.prepareStatement(
                                """
                                SELECT pid FROM pg_stat_activity
                                 WHERE usename = ? AND backend_type = 'client backend'
                                   AND pid <> pg_backend_pid()
                                 ORDER BY state = 'active' DESC, backend_start LIMIT 1
                                """)) {
            query.setString(1, role);
            var rows = query.executeQuery();
            if (!rows.next()) {
                return OptionalLong.empty();
            }
            Optional<LinuxProcess> backend = LinuxProcess.find(rows.getLong(1));
            backend.ifPresent(process -> process.signal("KILL"));
            return backend.map(process -> OptionalLong.of(process.pid()))
                    .orElse(OptionalLong.empty());
        } catch (SQLException e) {
            throw new IllegalStateException("could not find a connection of " + role, e);
        }
    }

    /**
     * Fast shutdown: SIGTERM would wait for clients, postgresql.org/docs/18/server-shutdown.html.
     */
    @Override
    String stopSignal() {
        return "INT";
    }

    /** Creates the database if it is not there, and brings it to the current schema. */
    void migrate() {
        try (Connection owner = connect(endpoints, "postgres");
                var statement = owner.createStatement()) {
            var found =
                    statement.executeQuery("SELECT FROM pg_database WHERE datname = 'flowmeter'");
            if (!found.next()) {
                statement.execute("CREATE DATABASE flowmeter");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not create the database flowmeter", e);
        }
        SchemaMigration.migrate(endpoints.jdbcUrl(), endpoints.ownerUser(), "");
    }

    private static boolean answers(Endpoints endpoints) throws SQLException {
        try (Connection owner = connect(endpoints, "postgres")) {
            return owner.isValid(5);
        }
    }

    private static Connection connect(Endpoints endpoints, String database) throws SQLException {
        String url = endpoints.jdbcUrl().replaceFirst("/flowmeter$", "/" + database);
        return DriverManager.getConnection(
                url + "?loginTimeout=5&socketTimeout=10", endpoints.ownerUser(), "");
    }

    /** How the server process comes to be. */
    private record Start(Path binaries, Path data, int port) {

        void createIfNew() throws IOException {
            if (Files.exists(data.resolve("PG_VERSION"))) {
                return;
            }
            Files.createDirectories(data.getParent());
            // The same order of texts on every machine, whatever its locale; as embedded has it.
            var arguments =
                    List.of(
                            "--auth=trust",
                            "--username=postgres",
                            "--encoding=UTF-8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--pgdata=" + data);
            Commands.run(words("initdb", arguments));
        }

        Launch launch() {
            removeStalePid();
            List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
            arguments.addAll(List.of("-p", String.valueOf(port)));
            for (String setting :
                    List.of(
                            "listen_addresses=" + Ports.HOST,
                            "unix_socket_directories=",
                            "fsync=on",
                            "synchronous_commit=on",
                            "jit=off",
                            "log_line_prefix=%m [%p] %u ")) {
                arguments.addAll(List.of("-c", setting));
            }
            return new Launch(words("postgres", arguments));
        }

        /**
         * Postgres finds out by itself that the process named there is gone, and tidies up after
         * it; but not if the number belongs to some other program by now. Only called while no
         * process of this server runs.
         */
        private void removeStalePid() {
            Path file = data.resolve("postmaster.pid");
            try {
                if (Files.exists(file)) {
                    String pid = Files.readAllLines(file).get(0).strip();
                    if (LinuxProcess.find(Long.parseLong(pid)).isPresent()) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not look after " + file, e);
            }
        }

        /** Postgres does not run as root, unless in a user namespace in which root is nobody. */
        private List<String> words(String program, List<String> arguments) {
            List<String> words = new ArrayList<>();
            if (new UnixSystem().getUid() == 0) {
                words.addAll(List.of("unshare", "-U"));
            }
            words.add(binaries.resolve("bin").resolve(program).toString());
            words.addAll(arguments);
            return words;
        }
    }
}
