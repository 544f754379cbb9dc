package io.flowmeter.bench.faults;

import static java.util.Objects.requireNonNull;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.cluster.ClusterSettings;
import io.flowmeter.bench.load.LoadSettings;
import io.flowmeter.bench.load.UsageLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench/release}: runs this release under a short load, stops it with a savepoint and packs
 * what it leaves, for later releases to go on from.
 */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Packs log, tables and savepoint of this release into a ZIP file.")
public final class GoldenCommand implements Callable<Integer> {

    /** Of the load: no other run may have it, since its namespaces are named after it. */
    static final long SEED = 0;

    /** Shorter than every deduplication window, so that the log means the same under all. */
    private static final Duration LOAD = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--out", required = true, description = "The ZIP file to write.")
    private @Nullable Path out;

    @Option(names = "--dir", description = "Emptied first (default: bench/target/golden).")
    private @Nullable Path directory;

    public static void main(String[] args) {
        System.exit(new CommandLine(new GoldenCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path where = directory == null ? ClusterDirectory.inTarget("golden") : directory;
        ClusterDirectory.empty(where);
        Progress progress = new Progress(System.out);
        var settings =
                ClusterSettings.in(where)
                        .withDeduplicationWindow(FaultPlan.DEDUPLICATION_WINDOW)
                        .withStateDiskMebibytes(0);
        progress.say("starting a cluster in %s", where);
        try (Cluster cluster = Cluster.up(settings)) {
            JobOperator operator = new JobOperator(cluster);
            operator.start(Optional.empty());
            progress.say("sending load for %d s", LOAD.toSeconds());
            long events = load(cluster);
            operator.awaitWorking();
            operator.awaitWorking();
            String savepoint = operator.stop();
            cluster.kafka().stop();
            GoldenRelease.pack(requireNonNull(out), cluster, where, savepoint);
            progress.say("%s holds the release after %,d records", out, events);
        }
        return 0;
    }

    private static long load(Cluster cluster) throws Exception {
        var endpoints = cluster.endpoints();
        String owner = endpoints.jdbcUrl() + "?user=" + endpoints.ownerUser();
        var settings = LoadSettings.of(SEED).withEventsPerSecond(150);
        try (var load =
                new UsageLoad(endpoints.bootstrapServers(), endpoints.api(), owner, settings)) {
            load.start();
            Thread.sleep(LOAD.toMillis());
            load.stop(PATIENCE);
            return load.counts().values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
