package io.flowmeter.bench.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a cluster that outlives the command, and the job on it. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts Kafka, Postgres, Flink and the query API, each as a process, and the job.",
            "They stay until bench/cluster down. The job goes on from where it stood."
        })
final class UpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin private DirectoryOption option;
    @Spec private CommandSpec spec;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "2",
            description = "Subtasks per operator of the job; default: ${DEFAULT-VALUE}.")
    private int parallelism;

    @Option(
            names = "--taskmanagers",
            paramLabel = "N",
            defaultValue = "2",
            description = "TaskManagers, 4 slots each; default: ${DEFAULT-VALUE}.")
    private int taskManagers;

    @Override
    public Integer call() throws Exception {
        var settings = settings();
        var out = spec.commandLine().getOut();
        var parts = ClusterParts.create(settings);
        out.println("starting Kafka, Postgres, Flink and the query API in " + settings.directory());
        try {
            parts.start();
            Optional<String> state = parts.job().latestSavedState();
            out.println(
                    "submitting the job "
                            + state.map(path -> "from " + path).orElse("without state"));
            parts.job().submit(parallelism, state);
            parts.job().awaitRunning(PATIENCE);
        } catch (RuntimeException e) {
            parts.kill();
            throw e;
        }
        out.print(ClusterStatus.of(parts).text());
        out.flush();
        return ClusterCommand.OK;
    }

    private ClusterSettings settings() {
        int slots = taskManagers * ClusterSettings.SLOTS_PER_TASK_MANAGER;
        if (taskManagers < 1 || taskManagers > 8) {
            throw option.refusal("--taskmanagers must be from 1 to 8, was " + taskManagers);
        }
        if (parallelism < 1 || parallelism > slots) {
            throw option.refusal(
                    String.format(
                            "--parallelism must be from 1 to %d (%d TaskManagers with %d slots),"
                                    + " was %d",
                            slots,
                            taskManagers,
                            ClusterSettings.SLOTS_PER_TASK_MANAGER,
                            parallelism));
        }
        return ClusterSettings.in(option.directory()).withTaskManagers(taskManagers);
    }
}
