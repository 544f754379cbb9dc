package io.flowmeter.bench.crossing;

import io.flowmeter.bench.cluster.Home;
import io.flowmeter.bench.measure.Goal;
import io.flowmeter.bench.measure.Measured;
import io.flowmeter.bench.measure.MeasuredPage;
import io.flowmeter.bench.measure.MeasuringOptions;
import io.flowmeter.bench.measure.ScratchDirectory;
import io.flowmeter.bench.notification.WebhookReceiver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
                    + " crossing, and until the webhook arrives.",
            "",
            "Goal: both within 3 s (p95, median of the rounds) at 2,000 events a second. Takes 8"
                    + " minutes: start, warm-up, and three rounds of 105 s. Wants a machine of its"
                    + " own. Exit code 0: the goal was met.",
            ""
        })
public final class CrossingsCommand implements Callable<Integer> {

    /** At 2,000 a second, whose generator loses a little where it is not alone. */
    private static final Goal GOAL = new Goal(95, Duration.ofSeconds(3), 1_900);

    private static final Duration SPARE = Duration.ofMinutes(2);

    @Option(names = "--rate", defaultValue = "2000", description = "Events per second besides.")
    private int rate;

    @Option(names = "--tenants", defaultValue = "100", description = "Tenants of these events.")
    private int tenants;

    @Option(names = "--probes", defaultValue = "150", description = "Crossings a round.")
    private int probes;

    @Option(names = "--every", defaultValue = "PT0.7S", description = "Time between two of them.")
    private Duration every = Duration.ofMillis(700);

    @Option(
            names = "--warm-up",
            defaultValue = "PT60S",
            description = "The job takes on its rhythm, and what is measured is compiled.")
    private Duration warmUp = Duration.ofSeconds(60);

    @Mixin private MeasuringOptions options;

    public static void main(String[] args) {
        System.exit(MeasuringOptions.execute(new CrossingsCommand(), args));
    }

    @Override
    public Integer call() throws Exception {
        Duration longest =
                every.multipliedBy((long) probes * options.rounds())
                        .plus(warmUp)
                        .plus(SPARE.multipliedBy(1L + options.rounds()));
        List<ProbeRound> rounds;
        try (var scratch = ScratchDirectory.create("crossings");
                var quickstart =
                        RunningQuickstart.start(
                                Home.find().directory(),
                                scratch.path(),
                                rate,
                                longest.toSeconds() * rate,
                                tenants);
                var receiver = WebhookReceiver.start()) {
            rounds = measure(quickstart.api(), receiver);
        }
        List<Measured> measured =
                List.of(
                        new Measured(
                                "until `GET /v1/threshold-crossings` shows it, asked every 50 ms",
                                List.of(GOAL),
                                rounds.stream().map(ProbeRound::seen).toList()),
                        new Measured(
                                "until the webhook has arrived",
                                List.of(GOAL),
                                rounds.stream().map(ProbeRound::told).toList()));
        options.publish(page(measured));
        return measured.stream().allMatch(Measured::isMet) ? 0 : 1;
    }

    private List<ProbeRound> measure(ApiClient api, WebhookReceiver receiver)
            throws IOException, InterruptedException {
        CrossingProbe.limitTheLoad(api, tenants);
        api.ask("POST", "/v1/webhook-endpoints", Map.of("url", receiver.address().toString()));
        List<CrossingProbe> all = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            var probe = new CrossingProbe(api, receiver);
            probe.prepare(probes);
            all.add(probe);
        }
        Thread.sleep(warmUp.toMillis());
        List<ProbeRound> rounds = new ArrayList<>();
        for (CrossingProbe probe : all) {
            rounds.add(probe.measure(probes, every));
        }
        return rounds;
    }

    private MeasuredPage page(List<Measured> measured) throws IOException, InterruptedException {
        var page =
                new MeasuredPage(
                        "How soon people are told of a crossed threshold",
                        "bench/crossings --rate %d --tenants %d --probes %d --every %s --warm-up %s --rounds %d"
                                .formatted(rate, tenants, probes, every, warmUp, options.rounds()),
                        "Kafka, Flink, Postgres, API, load and receiver share the machine. Every"
                                + " tenant of the load has a limit on a period and one on 60"
                                + " minutes. Measured from before the request that sends an event"
                                + " that crosses a threshold.",
                        options.machine(),
                        Instant.now());
        page.medians(measured);
        page.rounds("events/s", measured);
        return page;
    }
}
