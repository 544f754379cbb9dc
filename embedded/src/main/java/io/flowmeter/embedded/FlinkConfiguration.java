package io.flowmeter.embedded;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SinkOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;

/** The settings of the embedded cluster and of the jobs on it; the same ones ship to production. */
final class FlinkConfiguration {

    /** 720 has many divisors, so that most parallelisms share the key groups out evenly. */
    private static final int MAX_PARALLELISM = 720;

    private static final int RETAINED_CHECKPOINTS = 3;

    private FlinkConfiguration() {}

    static Configuration of(FlinkSettings settings) {
        var configuration = new Configuration();
        listenOnLoopback(configuration, settings.port());
        keepTemporaryFilesTogether(configuration, settings);
        sizeTheCluster(configuration, settings);
        checkpoint(configuration, settings);
        keepStateInRocksDb(configuration);
        shapeTheJob(configuration);
        return configuration;
    }

    private static void listenOnLoopback(Configuration configuration, int port) {
        configuration.set(RestOptions.ADDRESS, LoopbackPort.HOST);
        configuration.set(RestOptions.BIND_ADDRESS, LoopbackPort.HOST);
        configuration.set(RestOptions.PORT, port);
        configuration.set(RestOptions.BIND_PORT, String.valueOf(port));
        configuration.set(JobManagerOptions.BIND_HOST, LoopbackPort.HOST);
        configuration.set(TaskManagerOptions.BIND_HOST, LoopbackPort.HOST);
        configuration.set(WebOptions.SUBMIT_ENABLE, false); // jobs come from this JVM only
    }

    /** Otherwise each killed JVM would leave its 23 MB flink-rpc-akka*.jar in java.io.tmpdir. */
    private static void keepTemporaryFilesTogether(
            Configuration configuration, FlinkSettings settings) {
        var directory = settings.temporaryFiles().toString();
        configuration.set(CoreOptions.TMP_DIRS, directory);
        configuration.set(WebOptions.TMP_DIR, directory);
    }

    private static void sizeTheCluster(Configuration configuration, FlinkSettings settings) {
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slots());
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, settings.slots());
        configuration.set(
                TaskManagerOptions.MANAGED_MEMORY_SIZE,
                MemorySize.ofMebiBytes(settings.managedMemoryMebibytes()));
        configuration.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
    }

    /** How often is the job's to say: the interval decides how fresh its numbers are. */
    private static void checkpoint(Configuration configuration, FlinkSettings settings) {
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.checkpoints().toUri().toString());
        configuration.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY, settings.savepoints().toUri().toString());
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE);
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(3));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
        configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    private static void keepStateInRocksDb(Configuration configuration) {
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        // Deduplication mostly asks for keys that are not there, and off is Flink's default.
        configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    }

    private static void shapeTheJob(Configuration configuration) {
        configuration.set(PipelineOptions.GENERIC_TYPES, false); // Kryo would be slow and brittle
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        // 1 s, growing to 10 s, without end: the job is back soon after what it waited for.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(10));
        // Flink retries without a pause; the committer has its own bounded back-off.
        configuration.set(SinkOptions.COMMITTER_RETRIES, 0);
    }
}
