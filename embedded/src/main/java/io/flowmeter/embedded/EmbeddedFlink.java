package io.flowmeter.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FileUtils;

/**
 * A Flink 2.3 cluster in this JVM, with its web UI on 127.0.0.1, RocksDB state and retained
 * checkpoints. It does not remember its jobs: after a restart the caller submits them again, from
 * {@link #latestCheckpoint}.
 */
public final class EmbeddedFlink implements AutoCloseable {

    private static final String SERVICE = "Flink's web UI";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final FlinkSettings settings;
    private final MiniCluster cluster;
    private final DirectoryLock lock;

    private EmbeddedFlink(FlinkSettings settings, MiniCluster cluster, DirectoryLock lock) {
        this.settings = settings;
        this.cluster = cluster;
        this.lock = lock;
    }

    /**
     * Starts a cluster and empties the temporary files an earlier one left in its directory.
     *
     * @throws PortTakenException if another program listens on the port
     * @throws IllegalStateException if another process uses the directory
     */
    public static EmbeddedFlink start(FlinkSettings settings) throws IOException {
        LoopbackPort.choose(SERVICE, settings.port());
        var lock = DirectoryLock.acquire(settings.directory());
        try {
            FileUtils.deleteDirectory(settings.temporaryFiles().toFile());
            Files.createDirectories(settings.checkpoints());
            Files.createDirectories(settings.savepoints());
            return new EmbeddedFlink(settings, startCluster(settings), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * The settings of such a cluster and of the jobs on it, all but the checkpoint interval, which
     * is the job's own. A new copy each time.
     */
    public static Configuration configuration(FlinkSettings settings) {
        return FlinkConfiguration.of(settings);
    }

    /**
     * The newest completed checkpoint, of whichever job: where to go on after the JVM was killed.
     * Empty if there is none, also if the directory does not exist.
     *
     * @param checkpoints {@link FlinkSettings#checkpoints()}
     */
    public static Optional<Path> latestCheckpoint(Path checkpoints) throws IOException {
        return RetainedCheckpoints.findLatest(checkpoints);
    }

    /** A new, empty environment with this cluster's configuration, to build one job in. */
    public StreamExecutionEnvironment environment() {
        return new StreamExecutionEnvironment(configuration(settings));
    }

    /** Where the web UI and the REST API answer, without a slash at the end. */
    public URI webUrl() {
        return await("learn the address of the web UI", cluster.getRestAddress());
    }

    /** Starts the job built in {@code environment}, which is empty afterwards. */
    public JobID submit(StreamExecutionEnvironment environment) {
        return submit(environment.getStreamGraph().getJobGraph());
    }

    /**
     * Starts the job with the state of a checkpoint or a savepoint; every state in there must have
     * an operator to go to. A checkpoint of this cluster's directory belongs to the new job from
     * then on, which deletes it when it has newer ones; a savepoint stays as it is.
     */
    public JobID submit(StreamExecutionEnvironment environment, Path restoreFrom) {
        var origin = restoreFrom.toAbsolutePath().normalize();
        var claimMode =
                origin.startsWith(settings.checkpoints())
                        ? RecoveryClaimMode.CLAIM
                        : RecoveryClaimMode.NO_CLAIM;
        var job = environment.getStreamGraph().getJobGraph();
        job.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(origin.toUri().toString(), false, claimMode));
        return submit(job);
    }

    /** Starts the job. That it then fails, for example to restore, shows in its status. */
    public JobID submit(JobGraph job) {
        return await("submit job " + job.getName(), cluster.submitJob(job)).getJobID();
    }

    /** What has become of a job of this cluster. */
    public JobStatus status(JobID job) {
        return await("ask for the status of job " + job, cluster.getJobStatus(job));
    }

    /**
     * Stops the job after a savepoint in canonical format, which later versions can read too.
     *
     * @return the savepoint's directory
     */
    public Path stopWithSavepoint(JobID job) {
        var directory = settings.savepoints().toUri().toString();
        var savepoint =
                await(
                        "stop job " + job + " with a savepoint",
                        cluster.stopWithSavepoint(
                                job, directory, false, SavepointFormatType.CANONICAL));
        awaitEnd(job);
        return Path.of(URI.create(savepoint));
    }

    /** Ends the job at once and waits until it has ended; its latest checkpoints stay. */
    public void cancel(JobID job) {
        await("cancel job " + job, cluster.cancelJob(job));
        awaitEnd(job);
    }

    /** Ends all jobs at once; their latest checkpoints stay. */
    @Override
    public void close() throws IOException {
        try {
            await("stop Flink", cluster.closeAsync());
            FileUtils.deleteDirectory(settings.temporaryFiles().toFile());
        } finally {
            lock.close();
        }
    }

    private static MiniCluster startCluster(FlinkSettings settings) throws IOException {
        var cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration(settings))
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(settings.slots())
                                .build());
        try {
            cluster.start();
            return cluster;
        } catch (Exception e) { // as declared by start()
            var portTaken = ExceptionUtils.findThrowable(e, BindException.class);
            if (portTaken.isPresent()) {
                throw new PortTakenException(SERVICE, settings.port(), e);
            }
            throw new IOException("Flink did not start in " + settings.directory(), e);
        }
    }

    private void awaitEnd(JobID job) {
        await("see the end of job " + job, cluster.requestJobResult(job));
    }

    private static <T> T await(String purpose, CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not " + purpose, e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "could not " + purpose + " within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: could not " + purpose, e);
        }
    }
}
