package io.flowmeter.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the numbers were measured on, and from which source. */
public record Machine(
        String processor, int cores, long memoryGibibytes, String java, String commit) {

    public static Machine here(Path home) throws IOException, InterruptedException {
        return new Machine(
                valueIn(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(kibibytes(valueIn(Path.of("/proc/meminfo"), "MemTotal")) / 1048576.0),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                commit(home));
    }

    @Override
    public String toString() {
        return "%s, %d cores, %d GiB, %s %s, %s"
                .formatted(
                        processor,
                        cores,
                        memoryGibibytes,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        java);
    }

    private static String valueIn(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static long kibibytes(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** The commit, with a plus where the work tree differs from it. */
    private static String commit(Path home) throws IOException, InterruptedException {
        String id = git(home, "rev-parse", "--short=12", "HEAD");
        boolean isClean = git(home, "status", "--porcelain", "-uno").isEmpty();
        return id.isEmpty() ? "unknown" : id + (isClean ? "" : "+");
    }

    private static String git(Path home, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(false).start();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
    }
}
