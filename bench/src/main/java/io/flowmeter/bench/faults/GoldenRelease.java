package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/**
 * What a release left behind when it was stopped with a savepoint: Kafka's log, the tables and the
 * savepoint, in one ZIP file in {@code bench/golden}. A later release goes on from it as if the
 * cluster had been upgraded; the numbers must then still follow from the whole log.
 */
final class GoldenRelease {

    private static final String KAFKA = "kafka/";
    private static final String TABLES = "tables/";
    private static final String SAVEPOINT = "savepoint/";

    /** Those with data, in an order that satisfies their references. */
    private static final List<String> TABLE_NAMES =
            List.of(
                    "namespace",
                    "meter",
                    "tenant",
                    "plan",
                    "subscription",
                    "catalog_change",
                    "api_key",
                    "usage_aggregate",
                    "rolling_usage",
                    "event_count",
                    "event_conflict",
                    "threshold_crossing",
                    "dead_letter",
                    "sink_epoch",
                    "job_progress",
                    "audit_log");

    private final Path file;

    /**
     * @throws IllegalArgumentException if there is no such file
     */
    GoldenRelease(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no packed release " + file);
        }
        this.file = file;
    }

    /** The one of the latest version. */
    static GoldenRelease newest(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return new GoldenRelease(
                    files.filter(file -> file.toString().endsWith(".zip"))
                            .max(Comparator.comparing(GoldenRelease::version))
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "no packed release in " + directory)));
        }
    }

    /** Orders as versions do: 0.10.0 after 0.9.0. */
    private static String version(Path file) {
        return Pattern.compile("\\d+")
                .matcher(file.getFileName().toString())
                .replaceAll(number -> "%09d".formatted(Long.parseLong(number.group())));
    }

    String name() {
        return file.getFileName().toString().replaceFirst("\\.zip$", "");
    }

    /** Whether it counted in calendar months that are no billing periods. */
    boolean hasMonths() {
        return !name().equals("0.1.0");
    }

    /** Packs a cluster whose job was stopped with this savepoint, and whose broker was stopped. */
    static void pack(Path file, Cluster cluster, Path clusterDirectory, String savepoint)
            throws IOException, SQLException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            // Kafka builds its indexes anew; they are sparse files of 10 MB each.
            packTree(
                    zip,
                    KAFKA,
                    clusterDirectory.resolve("kafka"),
                    path -> !path.toString().matches(".*\\.(index|timeindex|txnindex|lock)$"));
            packTree(zip, SAVEPOINT, cluster.stateDisk().seen(Path.of(savepoint)), path -> true);
            try (var connection = connect(cluster)) {
                for (String table : TABLE_NAMES) {
                    zip.putNextEntry(new ZipEntry(TABLES + table + ".csv"));
                    copyOut(connection, table, zip);
                    zip.closeEntry();
                }
            }
        }
    }

    /** Puts Kafka's log where a cluster of this directory will find it at its start. */
    void restoreLog(Path clusterDirectory) throws IOException {
        unpack(KAFKA, clusterDirectory.resolve("kafka"));
    }

    /**
     * Fills the migrated, empty database, and puts the savepoint on the state disk.
     *
     * @return the savepoint's path, as Flink's processes see it
     */
    String restoreTablesAndState(Cluster cluster) throws IOException, SQLException {
        try (var connection = connect(cluster);
                var zip = new ZipFile(file.toFile())) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("TRUNCATE " + String.join(", ", TABLE_NAMES) + " CASCADE");
            }
            for (String table : TABLE_NAMES) {
                ZipEntry entry = zip.getEntry(TABLES + table + ".csv");
                if (entry != null) { // a table that came later
                    try (var content = new BufferedInputStream(zip.getInputStream(entry))) {
                        copyIn(connection, table, content);
                    }
                }
            }
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "SELECT setval(pg_get_serial_sequence('audit_log', 'seq'),"
                                + " (SELECT coalesce(max(seq), 0) + 1 FROM audit_log), false)");
            }
            connection.commit();
        }
        Path savepoint = cluster.stateDisk().path().resolve("golden-" + name());
        unpack(SAVEPOINT, cluster.stateDisk().seen(savepoint));
        return savepoint.toString();
    }

    private static Connection connect(Cluster cluster) throws SQLException {
        var endpoints = cluster.endpoints();
        return DriverManager.getConnection(endpoints.jdbcUrl(), endpoints.ownerUser(), "");
    }

    private static void copyOut(Connection connection, String table, OutputStream out)
            throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT (FORMAT csv, HEADER)", out);
    }

    /** By the columns the file names: columns that came later take their defaults. */
    private static void copyIn(Connection connection, String table, BufferedInputStream content)
            throws SQLException, IOException {
        content.mark(1 << 16);
        StringBuilder columns = new StringBuilder();
        for (int next = content.read(); next != '\n' && next >= 0; next = content.read()) {
            columns.append((char) next);
        }
        content.reset();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY %s (%s) FROM STDIN (FORMAT csv, HEADER)".formatted(table, columns),
                        content);
    }

    private static void packTree(
            ZipOutputStream zip, String prefix, Path root, Predicate<Path> wanted)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (var paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile).filter(wanted).sorted().forEach(files::add);
        }
        for (Path path : files) {
            zip.putNextEntry(new ZipEntry(prefix + root.relativize(path)));
            Files.copy(path, zip);
            zip.closeEntry();
        }
    }

    private void unpack(String prefix, Path target) throws IOException {
        try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().startsWith(prefix)) {
                    Path path =
                            target.resolve(entry.getName().substring(prefix.length())).normalize();
                    if (!path.startsWith(target)) {
                        throw new IOException(file + " holds " + entry.getName());
                    }
                    Files.createDirectories(path.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, path);
                    }
                }
            }
        }
    }
}
