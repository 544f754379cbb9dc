package io.flowmeter.bench.crossing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowmeter.bench.measure.Percentiles;
import io.flowmeter.bench.measure.Round;
import io.flowmeter.bench.notification.WebhookReceiver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sends events that each cross the only threshold of a tenant of their own; for one round. */
final class CrossingProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiClient api;
    private final WebhookReceiver receiver;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    private final Map<String, Long> seenNanos = new ConcurrentHashMap<>();

    CrossingProbe(ApiClient api, WebhookReceiver receiver) {
        this.api = api;
        this.receiver = receiver;
    }

    /** Gives the tenants of the generated load limits that they do not reach. */
    static void limitTheLoad(ApiClient api, int tenants) throws IOException, InterruptedException {
        for (int tenant = 1; tenant <= tenants; tenant++) {
            subscribe(
                    api,
                    "tenant-%05d".formatted(tenant),
                    List.of(
                            limit("monthly", "api_requests", "PERIOD", "1000000000"),
                            limit("hourly", "api_requests", "PT60M", "1000000000")));
        }
    }

    /** Subscribes the tenants that are to cross. */
    void prepare(int probes) throws IOException, InterruptedException {
        for (int probe = 0; probe < probes; probe++) {
            subscribe(api, tenant(probe), List.of(limit("probe", "api_calls", "PERIOD", "1")));
        }
    }

    ProbeRound measure(int probes, Duration every) throws IOException, InterruptedException {
        long countedBefore = counted();
        long begun = System.nanoTime();
        var poller = Executors.newSingleThreadScheduledExecutor();
        try {
            var looking =
                    poller.scheduleWithFixedDelay(
                            this::look, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
            for (int probe = 0; probe < probes; probe++) {
                send(tenant(probe));
                Thread.sleep(every.toMillis());
            }
            long perSecond =
                    (counted() - countedBefore)
                            * TimeUnit.SECONDS.toNanos(1)
                            / (System.nanoTime() - begun);
            awaitAll(probes, looking);
            return new ProbeRound(
                    new Round(perSecond, probes, since(seenNanos)),
                    new Round(perSecond, probes, since(arrivedNanos())));
        } finally {
            poller.shutdownNow();
        }
    }

    private void awaitAll(int probes, Future<?> looking) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!looking.isDone()
                && (seenNanos.size() < probes || since(arrivedNanos()).count() < probes)
                && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
        if (looking.isDone()) {
            throw new IllegalStateException("no longer looking for crossings", failure(looking));
        }
    }

    private static Throwable failure(Future<?> looking) throws InterruptedException {
        try {
            return new IllegalStateException("it ended: " + looking.get());
        } catch (ExecutionException e) {
            return e;
        }
    }

    private void send(String tenant) throws IOException, InterruptedException {
        sentNanos.put(tenant, System.nanoTime());
        api.ask(
                "POST",
                "/v1/events",
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        tenant,
                        "source",
                        "bench/crossings",
                        "type",
                        "api.request",
                        "subject",
                        tenant,
                        "time",
                        Instant.now().toString(),
                        "data",
                        Map.of()));
    }

    private void look() {
        try {
            for (JsonNode crossing :
                    api.get("/v1/threshold-crossings?limitKey=probe&limit=20").at("/data")) {
                seenNanos.putIfAbsent(crossing.at("/tenant").asText(), System.nanoTime());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the crossings could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@link System#nanoTime()} by tenant. */
    private Map<String, Long> arrivedNanos() throws IOException {
        Map<String, Long> arrived = new HashMap<>();
        for (WebhookReceiver.Received received : receiver.received().values()) {
            String tenant = JSON.readTree(received.body()).at("/data/tenant").asText();
            arrived.merge(tenant, received.firstNanos(), Math::min);
        }
        return arrived;
    }

    private Percentiles since(Map<String, Long> atNanos) {
        List<Duration> durations = new ArrayList<>();
        sentNanos.forEach(
                (tenant, sent) -> {
                    Long at = atNanos.get(tenant);
                    if (at != null) {
                        durations.add(Duration.ofNanos(at - sent));
                    }
                });
        return Percentiles.of(durations);
    }

    private long counted() throws IOException, InterruptedException {
        return api.get("/v1/events/verdicts").at("/accepted").asLong();
    }

    private String tenant(int probe) {
        return "probe-" + run + "-" + probe;
    }

    private static void subscribe(ApiClient api, String tenant, List<Map<String, Object>> limits)
            throws IOException, InterruptedException {
        Map<String, Object> subscription = new HashMap<>();
        subscription.put("plan", null);
        subscription.put("limits", limits);
        api.ask("PUT", "/v1/tenants/" + tenant + "/subscription", subscription);
    }

    private static Map<String, Object> limit(
            String key, String meter, String window, String quantity) {
        Map<String, Object> limit = new HashMap<>();
        limit.put("key", key);
        limit.put("meter", meter);
        limit.put("window", window);
        limit.put("quantity", quantity);
        limit.put("enforcement", "SOFT");
        limit.put("thresholds", List.of("100%"));
        return limit;
    }
}
