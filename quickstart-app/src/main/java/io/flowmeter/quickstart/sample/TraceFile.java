package io.flowmeter.quickstart.sample;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with the columns {@code TIMESTAMP,ContextTokens,GeneratedTokens}, as Azure publishes
 * its LLM inference traces; times have no zone and are read as UTC.
 *
 * @param name the file's name without its ending
 * @param sha256 of the file, in hex: tells whether it is the one that was replayed before
 */
public record TraceFile(String name, String sha256, List<TraceRow> rows) {

    private static final String TIME = "TIMESTAMP";
    private static final String CONTEXT_TOKENS = "ContextTokens";
    private static final String GENERATED_TOKENS = "GeneratedTokens";
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    private static final DateTimeFormatter TIME_FORMAT =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter();

    public TraceFile {
        rows = List.copyOf(rows);
    }

    /**
     * Reads all of it: a trace is small beside a quickstart.
     *
     * @throws InvalidTraceException naming the file, the line and the value
     */
    public static TraceFile read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            List<TraceRow> rows = rows(file, new String(bytes, StandardCharsets.UTF_8));
            String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            return new TraceFile(name, sha256(bytes), rows);
        } catch (NoSuchFileException e) {
            throw new InvalidTraceException("trace " + file + " does not exist", e);
        } catch (IOException e) {
            throw new InvalidTraceException("trace " + file + " cannot be read: " + e, e);
        }
    }

    /** Event time of the latest row. */
    public Instant end() {
        return rows.stream().map(TraceRow::time).max(Instant::compareTo).orElseThrow();
    }

    private static List<TraceRow> rows(Path file, String csv) throws IOException {
        List<TraceRow> rows = new ArrayList<>();
        try (var parser = FORMAT.parse(new StringReader(csv))) {
            requireColumns(file, parser.getHeaderNames());
            for (CSVRecord line : parser) {
                rows.add(row(file, line));
            }
        } catch (UncheckedIOException e) { // commons-csv: not well-formed
            throw new InvalidTraceException("trace " + file + ": " + e.getMessage(), e);
        }
        if (rows.isEmpty()) {
            throw new InvalidTraceException("trace " + file + " has no rows", null);
        }
        return rows;
    }

    private static void requireColumns(Path file, List<String> columns) {
        if (!columns.containsAll(List.of(TIME, CONTEXT_TOKENS, GENERATED_TOKENS))) {
            throw new InvalidTraceException(
                    "trace "
                            + file
                            + " must have the columns TIMESTAMP,ContextTokens,GeneratedTokens,"
                            + " had "
                            + String.join(",", columns),
                    null);
        }
    }

    private static TraceRow row(Path file, CSVRecord line) {
        if (!line.isConsistent()) {
            throw invalid(
                    file,
                    line,
                    "must have as many values as there are columns, had " + line.size(),
                    null);
        }
        return new TraceRow(
                line.getRecordNumber(),
                time(file, line),
                tokens(file, line, CONTEXT_TOKENS),
                tokens(file, line, GENERATED_TOKENS));
    }

    private static Instant time(Path file, CSVRecord line) {
        String text = line.get(TIME);
        try {
            return LocalDateTime.parse(text, TIME_FORMAT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw invalid(
                    file,
                    line,
                    TIME + " must look like 2023-11-16 18:15:46.6805900, was \"" + text + "\"",
                    e);
        }
    }

    private static long tokens(Path file, CSVRecord line, String column) {
        String text = line.get(column);
        if (!text.matches("\\d{1,18}")) {
            throw invalid(
                    file, line, column + " must be a whole number, was \"" + text + "\"", null);
        }
        return Long.parseLong(text);
    }

    private static InvalidTraceException invalid(
            Path file, CSVRecord line, String problem, @Nullable Throwable cause) {
        return new InvalidTraceException(
                "trace " + file + ", row " + line.getRecordNumber() + ": " + problem, cause);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
