package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * All of Flowmeter but the job as processes on 127.0.0.1: a Kafka broker, a Postgres server, a
 * JobManager, TaskManagers and the query API. The job is submitted by {@link MeteringJob#submit}.
 *
 * <p>The processes end with {@link #close()}, or with this JVM in whatever way that ends.
 */
public final class Cluster implements AutoCloseable {

    private final ClusterParts parts;
    private final Watchdog watchdog;
    private final Thread killer;

    private Cluster(ClusterParts parts, Watchdog watchdog) {
        this.parts = parts;
        this.watchdog = watchdog;
        this.killer = new Thread(parts::kill, "kill-cluster");
    }

    /**
     * Starts everything and waits until everything answers; a directory of an earlier cluster
     * brings its topics, tables and state along.
     *
     * @throws IllegalStateException if a cluster runs over the directory, or a part does not start
     */
    public static Cluster up(ClusterSettings settings) throws IOException {
        var parts = ClusterParts.create(settings);
        var cluster = new Cluster(parts, Watchdog.start(parts.table().file()));
        Runtime.getRuntime().addShutdownHook(cluster.killer);
        try {
            parts.start();
            return cluster;
        } catch (RuntimeException e) {
            parts.kill();
            cluster.close();
            throw e;
        }
    }

    public Service kafka() {
        return parts.kafka();
    }

    public PostgresService postgres() {
        return parts.postgres();
    }

    public Service jobManager() {
        return parts.jobManager();
    }

    public List<Service> taskManagers() {
        return parts.taskManagers();
    }

    /** The one clients are told of. */
    public Service api() {
        return parts.apis().get(0);
    }

    public List<Service> apis() {
        return parts.apis();
    }

    /** All of them, in the order of their start. */
    public List<Service> services() {
        return parts.services();
    }

    public Endpoints endpoints() {
        return parts.endpoints();
    }

    public MeteringJob job() {
        return parts.job();
    }

    /** Does something only to a cluster with {@link ClusterSettings#agent()}. */
    public FaultAgentControl faultAgent() {
        return parts.faultAgent();
    }

    public StateDisk stateDisk() {
        return parts.stateDisk();
    }

    /** Waits until as many TaskManagers have registered with the JobManager. */
    public void awaitTaskManagers(int count, Duration patience) {
        parts.awaitTaskManagers(count, patience);
    }

    /** Ends all processes: in good order where they can, otherwise by force. */
    @Override
    public void close() throws IOException {
        try {
            parts.stop();
        } finally {
            parts.kill();
            watchdog.close();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }
}
