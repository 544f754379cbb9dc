package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The processes of a standalone Flink session cluster, started with the same main classes, memory
 * options and module openings as by Flink's own {@code jobmanager.sh} and {@code taskmanager.sh}.
 */
final class FlinkServices {

    static final String JOB_MANAGER = "jobmanager";
    static final String TASK_MANAGER = "taskmanager";

    private static final String JOB_MANAGER_MAIN =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER_MAIN =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Home home;
    private final Layout layout;
    private final Ports ports;
    private final ProcessTable table;
    private final StateDisk disk;
    private final FlinkRest rest;

    FlinkServices(
            Home home,
            Layout layout,
            Ports ports,
            ProcessTable table,
            StateDisk disk,
            FlinkRest rest) {
        this.home = home;
        this.layout = layout;
        this.ports = ports;
        this.table = table;
        this.disk = disk;
        this.rest = rest;
    }

    Service jobManager() throws IOException {
        Configuration configuration = FlinkConfigFile.of(JOB_MANAGER, layout, ports);
        Path directory = FlinkConfigFile.write(configuration, layout.configuration(JOB_MANAGER));
        var spec = JobManagerProcessUtils.processSpecFromConfig(configuration);
        var command =
                command(JOB_MANAGER, JOB_MANAGER_MAIN, directory)
                        .options(
                                words(
                                        JobManagerProcessUtils.generateJvmParametersStr(
                                                spec, configuration)))
                        .arguments(words(JobManagerProcessUtils.generateDynamicConfigsStr(spec)));
        return new Service(
                JOB_MANAGER,
                layout.log(JOB_MANAGER),
                table,
                () -> launch(JOB_MANAGER, command.words()),
                () -> rest.get("/overview").has("taskmanagers"));
    }

    /**
     * It answers when it has registered with the JobManager; where there is none, when it runs.
     *
     * @param number from 1
     * @param options more of the JVM's, such as an agent
     */
    Service taskManager(int number, Service jobManager, List<String> options) throws IOException {
        String name = TASK_MANAGER + "-" + number;
        Configuration configuration = FlinkConfigFile.of(name, layout, ports);
        Path directory = FlinkConfigFile.write(configuration, layout.configuration(name));
        var spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        var command =
                command(name, TASK_MANAGER_MAIN, directory)
                        .options(words(ProcessMemoryUtils.generateJvmParametersStr(spec)))
                        .options(options)
                        .arguments(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
        var id = new ResourceId(name);
        return new Service(
                name,
                layout.log(name),
                table,
                () -> launch(name, id.next(command.words())),
                () -> !jobManager.isRunning() || id.isIn(rest));
    }

    private JavaCommand command(String name, String mainClass, Path configuration) {
        return new JavaCommand(home.flinkClassPath(), mainClass)
                .options(FlinkModules.OPTIONS)
                .options(List.of("-XX:+ExitOnOutOfMemoryError"))
                .logging(layout.loggingConfiguration(), layout.log(name))
                .temporaryFiles(layout.temporaryFiles(name))
                .arguments(List.of("--configDir", configuration.toString()));
    }

    private Launch launch(String name, List<String> command) {
        try {
            Layout.empty(layout.temporaryFiles(name));
            Layout.empty(disk.seen(FlinkConfigFile.workingFiles(name, layout)));
        } catch (IOException e) {
            throw new UncheckedIOException("could not empty the working files of " + name, e);
        }
        List<String> words = new ArrayList<>(disk.entering());
        words.addAll(command);
        return new Launch(words);
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    /** Names one life of a TaskManager, so that it is not taken for its former self. */
    private static final class ResourceId {

        private final String name;
        private volatile String current;

        ResourceId(String name) {
            this.name = name;
            this.current = name;
        }

        List<String> next(List<String> command) {
            current = name + "-" + UUID.randomUUID().toString().substring(0, 8);
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("-D", "taskmanager.resource-id=" + current));
            return words;
        }

        boolean isIn(FlinkRest rest) throws IOException {
            for (var taskManager : rest.get("/taskmanagers").path("taskmanagers")) {
                // After a reattachment the last id is not known, only its beginning.
                if (taskManager.path("id").asText().startsWith(current)) {
                    return true;
                }
            }
            return false;
        }
    }
}
