package io.flowmeter.bench.entitlement;

import io.flowmeter.bench.measure.Measured;
import io.flowmeter.bench.measure.MeasuredPage;
import io.flowmeter.bench.measure.MeasuringOptions;
import io.flowmeter.bench.measure.ScratchDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/entitlements}: how long the API takes to say who may use more. */
@Command(
        name = "entitlements",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Seeds tenants with limits and usage into an embedded Postgres with fsync on, starts the"
                    + " API, and measures single checks, checks that reserve, and queries of 100"
                    + " tenants × 100 meters over HTTP, one at a time, after a warm-up.",
            "",
            "Goals, with 2,000 tenants on 2 cores: a check within 5 ms, a query within 250 ms (p99,"
                    + " median of the rounds). Takes up to ten minutes. Wants a machine of its own. Exit code"
                    + " 0: the goals were met.",
            ""
        })
public final class EntitlementsCommand implements Callable<Integer> {

    @Option(names = "--tenants", defaultValue = "2000", description = "Tenants to seed.")
    private int tenants;

    @Option(names = "--meters", defaultValue = "100", description = "Meters, each with a limit.")
    private int meters;

    @Option(
            names = "--checks",
            defaultValue = "20000",
            description = "Checks of each kind, a round.")
    private int checks;

    @Option(names = "--queries", defaultValue = "200", description = "Batch queries, a round.")
    private int queries;

    @Option(names = "--seed", defaultValue = "1", description = "Decides who is asked about.")
    private long seed;

    @Mixin private MeasuringOptions options;

    public static void main(String[] args) {
        System.exit(MeasuringOptions.execute(new EntitlementsCommand(), args));
    }

    @Override
    public Integer call() throws Exception {
        List<Measured> measured;
        try (var scratch = ScratchDirectory.create("entitlements")) {
            measured =
                    new EntitlementLoad(
                                    scratch.path().resolve("postgres"),
                                    new SeededTenants(tenants, meters),
                                    checks,
                                    queries,
                                    options.rounds(),
                                    seed)
                            .measure();
        }
        options.publish(page(measured));
        return measured.stream().allMatch(Measured::isMet) ? 0 : 1;
    }

    private MeasuredPage page(List<Measured> measured) throws IOException, InterruptedException {
        var page =
                new MeasuredPage(
                        "Entitlement checks",
                        "bench/entitlements --tenants %d --meters %d --checks %d --queries %d --seed %d --rounds %d"
                                .formatted(
                                        tenants, meters, checks, queries, seed, options.rounds()),
                        "One client; client, API and Postgres share the machine.",
                        options.machine(),
                        Instant.now());
        page.medians(measured);
        page.rounds("requests/s", measured);
        return page;
    }
}
