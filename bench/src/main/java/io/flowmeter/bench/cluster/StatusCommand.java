package io.flowmeter.bench.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows each process and the job. Exit code 1: something is not well.")
final class StatusCommand implements Callable<Integer> {

    @Mixin private DirectoryOption option;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var parts = ClusterParts.reopen(option.existingCluster());
        parts.job().find();
        var status = ClusterStatus.of(parts);
        spec.commandLine().getOut().print(status.text());
        spec.commandLine().getOut().flush();
        return status.isWell() ? ClusterCommand.OK : ClusterCommand.FAILED;
    }
}
