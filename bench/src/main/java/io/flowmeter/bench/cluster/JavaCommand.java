package io.flowmeter.bench.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the words that run a main class in a JVM of this JVM's kind. */
final class JavaCommand {

    private final List<String> options = new ArrayList<>();
    private final String classPath;
    private final String mainClass;
    private final List<String> arguments = new ArrayList<>();

    JavaCommand(String classPath, String mainClass) {
        this.classPath = classPath;
        this.mainClass = mainClass;
    }

    JavaCommand options(List<String> more) {
        options.addAll(more);
        return this;
    }

    JavaCommand arguments(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    /**
     * Logs to a file that starts anew when it is large.
     *
     * @param configuration of Log4j 2
     */
    JavaCommand logging(Path configuration, Path log) {
        options.add("-Dlog4j2.configurationFile=" + configuration.toUri());
        options.add("-Dflowmeter.log=" + log);
        return this;
    }

    JavaCommand temporaryFiles(Path directory) {
        options.add("-Djava.io.tmpdir=" + directory);
        return this;
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.add("-cp");
        words.add(classPath);
        words.add(mainClass);
        words.addAll(arguments);
        return words;
    }
}
