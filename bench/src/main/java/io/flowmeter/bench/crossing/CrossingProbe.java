package io.flowmeter.bench.crossing;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Sends events that each cross the only threshold of a tenant of their own. */
final class CrossingProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

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
    void limitTheLoad(int tenants) throws IOException, InterruptedException {
        for (int tenant = 1; tenant <= tenants; tenant++) {
            subscribe(
                    "tenant-%05d".formatted(tenant),
                    List.of(
                            limit("monthly", "api_requests", "PERIOD", "1000000000"),
                            limit("hourly", "api_requests", "PT60M", "1000000000")));
        }
    }

    /** Subscribes the tenants that are to cross, and the receiver to what they do. */
    void prepare(int probes) throws IOException, InterruptedException {
        api.ask("POST", "/v1/webhook-endpoints", Map.of("url", receiver.url().toString()));
        for (int probe = 0; probe < probes; probe++) {
            subscribe(tenant(probe), List.of(limit("probe", "api_calls", "PERIOD", "1")));
        }
    }

    ProbeResult measure(int probes, Duration every) throws IOException, InterruptedException {
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
            return new ProbeResult(
                    probes, perSecond, since(seenNanos), since(receiver.arrivedNanos()));
        } finally {
            poller.shutdownNow();
        }
    }

    private void awaitAll(int probes, Future<?> looking) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!looking.isDone()
                && (seenNanos.size() < probes || receiver.arrivedNanos().size() < probes)
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

    private List<Duration> since(Map<String, Long> atNanos) {
        List<Duration> durations = new ArrayList<>();
        sentNanos.forEach(
                (tenant, sent) -> {
                    Long at = atNanos.get(tenant);
                    if (at != null) {
                        durations.add(Duration.ofNanos(at - sent));
                    }
                });
        return durations;
    }

    private long counted() throws IOException, InterruptedException {
        return api.get("/v1/events/verdicts").at("/accepted").asLong();
    }

    private String tenant(int probe) {
        return "probe-" + run + "-" + probe;
    }

    private void subscribe(String tenant, List<Map<String, Object>> limits)
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
