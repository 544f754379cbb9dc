package io.flowmeter.bench.load;

import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A load on a running Flowmeter, meant to go on while every part of it is being killed: where Kafka
 * or the API is away, it waits and goes on, without making up for the time. One load per database:
 * its prefix tenants count from 1.
 */
public final class UsageLoad implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageLoad.class);
    private static final Duration DEDUPLICATION_WINDOW = Duration.ofMinutes(1);
    private static final Duration PAUSE_STEP = Duration.ofMillis(50);
    private static final long MAX_BEHIND_NANOS = Duration.ofSeconds(1).toNanos();

    private final LoadSettings settings;
    private final String bootstrapServers;
    private final URI api;
    private final String ownerJdbcUrl;
    private final Clock clock = Clock.systemUTC();
    private final LoadSequence sequence;
    private final List<LoadTenant> tenants;
    private final LoadCounts counts = new LoadCounts();
    private final PrefixLog prefixLog;
    private final Thread thread = new Thread(this::run, "usage-load");
    private Map<String, String> apiKeys = Map.of();
    private @Nullable LoadPerformer performer;
    private volatile boolean isPaused;
    private volatile @Nullable RuntimeException failure;

    /**
     * @param ownerJdbcUrl names the schema's owner, as in {@code …?user=postgres}; used by {@link
     *     #start()} only
     */
    public UsageLoad(String bootstrapServers, URI api, String ownerJdbcUrl, LoadSettings settings) {
        this.bootstrapServers = bootstrapServers;
        this.api = api;
        this.ownerJdbcUrl = ownerJdbcUrl;
        this.settings = settings;
        this.sequence = new LoadSequence(settings);
        this.tenants = sequence.roster().fromTheStart();
        this.prefixLog =
                new PrefixLog(sequence.roster().prefixTenants(), DEDUPLICATION_WINDOW, clock);
    }

    /** Makes namespaces, keys, meters and tenants, and begins to send. */
    public void start() throws SQLException, InterruptedException {
        apiKeys = LoadNamespaces.create(ownerJdbcUrl, settings);
        LoadApi client = new LoadApi(api, apiKeys);
        new LoadCatalog(client).create(settings, sequence.roster());
        performer = new LoadPerformer(bootstrapServers, settings, client, counts, prefixLog);
        thread.start();
    }

    /** Sends nothing until {@link #resume()}; what was sent is still being acknowledged. */
    public void pause() {
        isPaused = true;
    }

    public void resume() {
        isPaused = false;
    }

    /**
     * Sends no more, and waits until all that was sent is acknowledged and answered.
     *
     * @throws IllegalStateException if that takes longer, or if the load had failed
     */
    public void stop(Duration patience) throws InterruptedException {
        LoadPerformer running = started();
        running.stop();
        long deadline = System.nanoTime() + patience.toNanos();
        thread.join(Math.max(1, patience.toMillis()));
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (thread.isAlive() || !running.finish(left)) {
            throw new IllegalStateException(
                    "the load is not all acknowledged and answered after " + patience);
        }
        requireSound();
    }

    /**
     * Whether the load goes on as it should.
     *
     * @throws IllegalStateException with the cause if it has failed
     */
    public void requireSound() {
        if (failure != null) {
            throw new IllegalStateException("the load failed", failure);
        }
    }

    /** What was acknowledged or answered, by kind, in the order of {@link LoadKind}. */
    public Map<LoadKind, Long> counts() {
        return counts.byKind();
    }

    /** What Kafka or the API refused for good, the first of them as sentences. */
    public List<String> problems() {
        return counts.problems();
    }

    /** All that Kafka or the API refused for good. */
    public long problemCount() {
        return counts.problemCount();
    }

    /** Requests that were never made because too many waited for the API. */
    public long skippedRequests() {
        return counts.skippedRequests();
    }

    /** Append time of the latest record known to be appended. */
    public Optional<Instant> lastAppended() {
        return Optional.ofNullable(started().lastAppended());
    }

    /** When the numbers of the prefix tenants were appended. */
    public PrefixLog prefixLog() {
        return prefixLog;
    }

    /** The tenants there are from the beginning on. */
    public List<LoadTenant> tenants() {
        return tenants;
    }

    /** API keys by namespace; empty before the start. */
    public Map<String, String> apiKeys() {
        return Map.copyOf(apiKeys);
    }

    /** Stops at once and gives up what is not acknowledged. */
    @Override
    public void close() {
        if (performer != null) {
            performer.close();
        }
        thread.interrupt();
    }

    private LoadPerformer started() {
        if (performer == null) {
            throw new IllegalStateException("the load must be started first");
        }
        return performer;
    }

    private void run() {
        LoadPerformer running = started();
        long dueNanos = System.nanoTime();
        try {
            while (!running.isStopping()) {
                if (isPaused) {
                    running.sleep(PAUSE_STEP);
                } else {
                    sequence.next(clock.instant()).with(running);
                    dueNanos = paced(running, dueNanos);
                }
            }
        } catch (InterruptException e) {
            LOG.info("the load was told to stop at once");
        } catch (RuntimeException e) {
            LOG.error("the load failed", e);
            failure = e;
        }
    }

    /** Waits until the next step is due; what an outage cost is not made up for. */
    private long paced(LoadPerformer running, long dueNanos) {
        long nextNanos = dueNanos + 1_000_000_000L / settings.eventsPerSecond();
        long aheadNanos = nextNanos - System.nanoTime();
        if (aheadNanos > 0) {
            running.sleep(Duration.ofNanos(aheadNanos));
        }
        return aheadNanos < -MAX_BEHIND_NANOS ? System.nanoTime() : nextNanos;
    }
}
