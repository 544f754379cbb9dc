package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * What a release left behind when it was stopped with a savepoint: Kafka's log, the tables and the
 * savepoint, in one ZIP file in {@code bench/golden}. A later release goes on from it as if the
 * cluster had been upgraded; the numbers must then still follow from the whole log.
 */
final class GoldenRelease {

    private static final String KAFKA = "kafka/";
    private static final String TABLES = "tables/";
    private static final String SAVEPOINT = "savepoint/";

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
            try (var tables = GoldenTables.of(cluster)) {
                for (String table : GoldenTables.NAMES) {
                    zip.putNextEntry(new ZipEntry(TABLES + table + ".csv"));
                    tables.copyOut(table, zip);
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
        try (var tables = GoldenTables.of(cluster);
                var zip = new ZipFile(file.toFile())) {
            tables.empty();
            for (String table : GoldenTables.NAMES) {
                ZipEntry entry = zip.getEntry(TABLES + table + ".csv");
                if (entry != null) { // a table that came later
                    try (var content = new BufferedInputStream(zip.getInputStream(entry))) {
                        tables.copyIn(table, content);
                    }
                }
            }
            tables.commit();
        }
        Path savepoint = cluster.stateDisk().path().resolve("golden-" + name());
        unpack(SAVEPOINT, cluster.stateDisk().seen(savepoint));
        return savepoint.toString();
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
