package io.flowmeter.bench.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster is meant. */
final class DirectoryOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Keeps everything of the cluster; default: data/cluster.")
    private @Nullable Path directory;

    /** Absolute; may not exist yet. */
    Path directory() {
        Path chosen =
                directory == null ? Home.find().directory().resolve("data/cluster") : directory;
        Path absolute = chosen.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw refusal("--dir must be a directory, " + absolute + " is something else");
        }
        return absolute;
    }

    /** Of a cluster that was started once. */
    Path existingCluster() {
        Path cluster = directory();
        if (!Files.exists(new Layout(cluster).plan())) {
            throw refusal("there is no cluster in " + cluster + ": bench/cluster up makes one");
        }
        return cluster;
    }

    ParameterException refusal(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
