package io.flowmeter.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres 18 server that belongs to this JVM, on 127.0.0.1 only, with the database {@code
 * flowmeter} migrated to the current schema. It stops with {@link #close()} or with the JVM.
 *
 * <p>It trusts every connection from this machine: the password of all three roles is {@code ""}.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String DATABASE = "flowmeter";
    private static final String TEMPLATE = "flowmeter_template";
    private static final String OWNER = "postgres";

    private final EmbeddedPostgres server;
    private final @Nullable DirectoryLock lock;
    private boolean templateExists;

    private EmbeddedDatabase(EmbeddedPostgres server, @Nullable DirectoryLock lock) {
        this.server = server;
        this.lock = lock;
    }

    /**
     * Starts a server whose data stays in {@code directory}: what was committed is there again
     * after the next start, also if this JVM, the server or the machine was killed meanwhile.
     *
     * @param port 0 for a free one
     * @throws PortTakenException if another program listens on {@code port}
     * @throws IllegalStateException if another process uses the directory, or if this user is root
     *     where Postgres cannot be started by root
     */
    public static EmbeddedDatabase start(Path directory, int port) throws IOException {
        var realDirectory = directory.toAbsolutePath().normalize();
        var lock = DirectoryLock.acquire(realDirectory);
        try {
            var server = PostgresProcess.startDurable(realDirectory.resolve("data"), port);
            return new EmbeddedDatabase(server, lock).migrated();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Starts a server for tests: on a free port, fast because it may forget commits when the
     * machine fails, and gone with its data when closed.
     */
    public static EmbeddedDatabase startTemporary() throws IOException {
        return new EmbeddedDatabase(PostgresProcess.startForgetful(), null).migrated();
    }

    /**
     * The temporary server that all tests of this JVM share, started by the first one that asks. It
     * stops with the JVM: do not close it, and give each test its own {@link #freshDatabase()}.
     */
    public static EmbeddedDatabase shared() {
        return Shared.INSTANCE;
    }

    /** Where the database {@code flowmeter} is. Names no user: that is the caller's choice. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** The port of 127.0.0.1 the server listens on. */
    public int port() {
        return server.getPort();
    }

    /** Owns the schema and is superuser; row-level security does not hold for it. */
    public String ownerUser() {
        return OWNER;
    }

    /** The Flink job: writes the numbers of every namespace. */
    public String jobUser() {
        return "flowmeter_job";
    }

    /** The query API: sees the namespace its transaction names, and nothing without one. */
    public String apiUser() {
        return "flowmeter_api";
    }

    /**
     * Creates a database of its own for one test: migrated, and empty but for what the migrations
     * insert. Copying a template makes it much cheaper than migrating. Roles are the server's, so
     * all databases share them.
     *
     * @return its JDBC URL, naming no user
     */
    public synchronized String freshDatabase() {
        if (!templateExists) {
            createMigrated(TEMPLATE);
            templateExists = true;
        }
        var name = "fresh_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return jdbcUrl(name);
    }

    /** Stops the server: connections still open are cut and their transactions rolled back. */
    @Override
    public void close() {
        try {
            server.close();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not stop Postgres on port " + port(), e);
        }
    }

    private EmbeddedDatabase migrated() throws IOException {
        try {
            createMigrated(DATABASE);
            return this;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void createMigrated(String database) {
        if (!exists(database)) {
            execute("CREATE DATABASE " + database);
        }
        SchemaMigration.migrate(jdbcUrl(database), OWNER, "");
    }

    private boolean exists(String database) {
        try (var connection = connectAsOwner();
                var query =
                        connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            return query.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException("could not look for database " + database, e);
        }
    }

    private void execute(String sql) {
        try (var connection = connectAsOwner();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Postgres on port " + port() + " refused: " + sql, e);
        }
    }

    private Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), OWNER, "");
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LoopbackPort.HOST + ":" + port() + "/" + database;
    }

    private static final class Shared {

        static final EmbeddedDatabase INSTANCE = start();

        private static EmbeddedDatabase start() {
            try {
                return startTemporary();
            } catch (IOException e) {
                throw new UncheckedIOException("the shared Postgres did not start", e);
            }
        }
    }
}
