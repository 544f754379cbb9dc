package io.flowmeter.bench.crossing;

import io.flowmeter.bench.faults.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/crossings}: how soon a crossed threshold is seen, and a webhook delivered. */
@Command(
        name = "crossings",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Starts the quickstart with a generated load whose tenants all have limits, then sends,"
                    + " one at a time, events that each cross a threshold of a tenant of their own."
                    + " Measures from before the request until GET /v1/threshold-crossings shows the"
                    + " crossing, and until the webhook arrives."
        })
public final class CrossingsCommand implements Callable<Integer> {

    /** The job takes on its rhythm, and the JVM has compiled what is measured. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    @Option(names = "--rate", defaultValue = "2000", description = "Events per second besides.")
    private int rate;

    @Option(names = "--tenants", defaultValue = "100", description = "Tenants of these events.")
    private int tenants;

    @Option(names = "--probes", defaultValue = "150", description = "Crossings to measure.")
    private int probes;

    @Option(names = "--every", defaultValue = "PT0.7S", description = "Time between two of them.")
    private Duration every = Duration.ofMillis(700);

    @Option(names = "--results", description = "A file for the report, besides the console.")
    private @Nullable Path results;

    public static void main(String[] args) {
        System.exit(new CommandLine(new CrossingsCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("flowmeter.home", "")).toAbsolutePath();
        Path data = home.resolve("bench/target/crossings").resolve(UUID.randomUUID().toString());
        Files.createDirectories(data);
        long seconds = WARM_UP.toSeconds() * 3 + probes * every.toMillis() / 1000;
        ProbeResult result;
        try (var quickstart = RunningQuickstart.start(home, data, rate, seconds * rate, tenants);
                var receiver = WebhookReceiver.start()) {
            var probe = new CrossingProbe(quickstart.api(), receiver);
            probe.limitTheLoad(tenants);
            probe.prepare(probes);
            Thread.sleep(WARM_UP.toMillis());
            result = probe.measure(probes, every);
        }
        String report = report(result, Machine.here(home));
        System.out.print(report);
        if (results != null) {
            Files.writeString(results, report);
        }
        return result.isComplete() ? 0 : 1;
    }

    private String report(ProbeResult result, Machine machine) {
        return """
                # How soon people are told of a crossed threshold

                `bench/crossings --rate %d --tenants %d --probes %d --every %s`
                on %s, commit %s, %s. Kafka, Flink, Postgres, API, load and receiver share the machine.

                %,d events/s were counted meanwhile, by tenants with a limit on a period and one on 60 minutes.

                | from before the request that sends the event until … | times | p50 | p95 | p99 | max |
                |---|--:|--:|--:|--:|--:|
                | `GET /v1/threshold-crossings` shows the crossing (asked every 50 ms) | %s |
                | the webhook has arrived | %s |
                """
                .formatted(
                        rate,
                        tenants,
                        probes,
                        every,
                        machine,
                        machine.commit(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        result.eventsPerSecond(),
                        ProbeResult.row(result.seen()),
                        ProbeResult.row(result.told()));
    }
}
