package io.flowmeter.bench.cluster;

import io.flowmeter.embedded.EmbeddedFlink;
import io.flowmeter.embedded.FlinkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/**
 * Flink's {@code config.yaml}: the settings that ship, and those of a cluster of processes that is
 * to notice and survive a failure within seconds.
 */
final class FlinkConfigFile {

    private FlinkConfigFile() {}

    /**
     * The configuration of one of Flink's processes.
     *
     * @param name the service's
     */
    static Configuration of(String name, Layout layout, Ports ports) {
        var settings = FlinkSettings.in(layout.state()).withPort(ports.rest());
        Configuration configuration = EmbeddedFlink.configuration(settings);
        listenOnLoopback(configuration, ports);
        size(configuration);
        noticeFailuresSoon(configuration);
        configuration.set(CoreOptions.TMP_DIRS, workingFiles(name, layout).toString());
        // For the web UI. Not by Java's property log.file: RocksDB would then log beside it, under
        // the whole path of its directory, and with a name over 255 bytes it does not open.
        configuration.set(WebOptions.LOG_PATH, layout.log(name).toString());
        configuration.set(TaskManagerOptions.TASK_MANAGER_LOG_PATH, layout.log(name).toString());
        configuration.set(WebOptions.TMP_DIR, layout.temporaryFiles(name).toString());
        // Jars are no state: many submissions would fill the disk with them.
        configuration.set(
                BlobServerOptions.STORAGE_DIRECTORY,
                layout.temporaryFiles(name).resolve("blobs").toString());
        configuration.set(BlobServerOptions.CLEANUP_INTERVAL, 60L);
        return configuration;
    }

    /** Where the process keeps RocksDB and what it spills: the JobManager's is not state. */
    static Path workingFiles(String name, Layout layout) {
        return name.startsWith(FlinkServices.TASK_MANAGER)
                ? layout.state().resolve("tmp").resolve(name)
                : layout.temporaryFiles(name);
    }

    /** Writes the file into a directory of its own and returns the directory. */
    static Path write(Configuration configuration, Path directory) throws IOException {
        Files.createDirectories(directory);
        var lines = ConfigurationUtils.convertConfigToWritableLines(configuration, true);
        Files.write(directory.resolve("config.yaml"), lines);
        return directory;
    }

    private static void listenOnLoopback(Configuration configuration, Ports ports) {
        configuration.set(JobManagerOptions.ADDRESS, Ports.HOST);
        configuration.set(JobManagerOptions.PORT, ports.jobManager());
        configuration.set(BlobServerOptions.PORT, String.valueOf(ports.blobs()));
        configuration.set(TaskManagerOptions.HOST, Ports.HOST);
    }

    private static void size(Configuration configuration) {
        configuration.set(
                TaskManagerOptions.NUM_TASK_SLOTS, ClusterSettings.SLOTS_PER_TASK_MANAGER);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("1700m"));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse("256m"));
        // Each submission loads the job's classes once more, and not all go at once.
        configuration.set(TaskManagerOptions.JVM_METASPACE, MemorySize.parse("512m"));
        configuration.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("1100m"));
        configuration.set(JobManagerOptions.JVM_METASPACE, MemorySize.parse("384m"));
    }

    private static void noticeFailuresSoon(Configuration configuration) {
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(8));
        configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofSeconds(15));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(2));
        configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
    }
}
