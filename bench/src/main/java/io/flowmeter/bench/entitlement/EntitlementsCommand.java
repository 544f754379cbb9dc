package io.flowmeter.bench.entitlement;

import io.flowmeter.bench.faults.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/entitlements}: how long the API takes to say who may use more. */
@Command(
        name = "entitlements",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Seeds tenants with limits and usage into an embedded Postgres with fsync on, starts the"
                    + " API, and measures single checks, checks that reserve, and queries of 100"
                    + " tenants × 100 meters over HTTP, one at a time, after a warm-up."
        })
public final class EntitlementsCommand implements Callable<Integer> {

    @Option(names = "--tenants", defaultValue = "2000", description = "Tenants to seed.")
    private int tenants;

    @Option(names = "--meters", defaultValue = "100", description = "Meters, each with a limit.")
    private int meters;

    @Option(names = "--checks", defaultValue = "20000", description = "Checks of each kind.")
    private int checks;

    @Option(names = "--queries", defaultValue = "200", description = "Batch queries.")
    private int queries;

    @Option(names = "--seed", defaultValue = "1", description = "Decides who is asked about.")
    private long seed;

    @Option(names = "--results", description = "A file for the report, besides the console.")
    private @Nullable Path results;

    public static void main(String[] args) {
        System.exit(new CommandLine(new EntitlementsCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("flowmeter.home", "")).toAbsolutePath();
        Path target = Files.createDirectories(home.resolve("bench/target/entitlements"));
        Path data = target.resolve(UUID.randomUUID().toString());
        var seeded = new SeededTenants(tenants, meters);
        String report;
        try {
            var load = new EntitlementLoad(data, seeded, checks, queries, seed);
            report = report(load.measure(), Machine.here(home));
        } finally {
            delete(data);
        }
        System.out.print(report);
        if (results != null) {
            Files.writeString(results, report);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private String report(Map<String, Latencies> measured, Machine machine) {
        List<String> lines = new ArrayList<>();
        lines.add("# Entitlement checks");
        lines.add("");
        lines.add(
                "`bench/entitlements --tenants %d --meters %d --checks %d --queries %d --seed %d`"
                        .formatted(tenants, meters, checks, queries, seed));
        lines.add(
                "on %s, commit %s, %s. One client; client, API and Postgres share the machine."
                        .formatted(
                                machine,
                                machine.commit(),
                                Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        lines.add("");
        lines.add("| question | times | rate | p50 | p95 | p99 | max |");
        lines.add("|---|---|---|---|---|---|---|");
        measured.forEach((what, latencies) -> lines.add(latencies.row(what)));
        return String.join("\n", lines) + "\n";
    }
}
