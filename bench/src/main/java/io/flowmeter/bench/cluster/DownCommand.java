package io.flowmeter.bench.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a cluster. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the job with a savepoint, then every process of the cluster.")
final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin private DirectoryOption option;
    @Spec private CommandSpec spec;

    @Option(
            names = "--without-savepoint",
            description = "Leaves the job's state at its latest checkpoint.")
    private boolean withoutSavepoint;

    @Override
    public Integer call() throws Exception {
        var parts = ClusterParts.reopen(option.existingCluster());
        if (parts.table().running().isEmpty()) {
            spec.commandLine().getOut().println("nothing runs in " + option.directory());
            return ClusterCommand.OK;
        }
        if (!withoutSavepoint) {
            stop(parts.job());
        }
        parts.stop();
        spec.commandLine().getOut().println("all processes have ended");
        return ClusterCommand.OK;
    }

    private void stop(MeteringJob job) {
        var out = spec.commandLine().getOut();
        job.find();
        JobState state = job.state();
        if (state != JobState.RUNNING) {
            out.println("the job is " + state + ": its latest checkpoint is where it goes on");
            return;
        }
        try {
            out.println("the job stopped with savepoint " + job.stopWithSavepoint(PATIENCE));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the job did not stop with a savepoint, so everything still runs; repair it,"
                            + " or use --without-savepoint: "
                            + e.getMessage(),
                    e);
        }
    }
}
