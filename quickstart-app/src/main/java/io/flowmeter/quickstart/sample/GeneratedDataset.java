package io.flowmeter.quickstart.sample;

import io.flowmeter.core.meter.Aggregation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic load of several event types. Tenants are Zipf-like: the k-th sends 1/k of what the
 * first sends. Everything follows from the parameters, so it is the same each time it is read.
 *
 * @param size number of events
 * @param tenantCount number of tenants
 * @param start event time of the first event
 * @param step time from one event to the next
 */
public record GeneratedDataset(
        String name, long size, int tenantCount, long seed, Instant start, Duration step)
        implements Dataset {

    private static final String API_REQUEST = "api.request";
    private static final String STORAGE_SAMPLE = "storage.sample";
    private static final int USERS_PER_TENANT = 50;

    private static final List<SampleMeter> METERS =
            List.of(
                    meter("api_requests", Aggregation.COUNT, null, "requests"),
                    meter("api_response_bytes", Aggregation.SUM, "bytes", "bytes"),
                    meter("api_latency_max", Aggregation.MAX, "latencyMillis", "ms"),
                    meter("api_users", Aggregation.UNIQUE_COUNT, "user", "users"),
                    new SampleMeter(
                            "storage_bytes",
                            STORAGE_SAMPLE,
                            Aggregation.LAST,
                            "bytes",
                            "bytes",
                            "Bytes stored, as last sampled"));

    public GeneratedDataset {
        if (size < 1 || tenantCount < 1) {
            throw new IllegalArgumentException(
                    "size and tenantCount must be >= 1, were " + size + " and " + tenantCount);
        }
    }

    @Override
    public List<SampleMeter> meters() {
        return METERS;
    }

    @Override
    public List<SampleTenant> tenants() {
        return List.of();
    }

    @Override
    public void forEach(Consumer<SampleEvent> consumer) {
        var random = new SplittableRandom(seed);
        double[] shares = cumulatedShares(tenantCount);
        for (long index = 0; index < size; index++) {
            consumer.accept(event(index, pickTenant(shares, random), random));
        }
    }

    private SampleEvent event(long index, String tenant, SplittableRandom random) {
        boolean isRequest = random.nextInt(100) < 95;
        return new SampleEvent(
                tenant,
                "generator/" + name,
                "%s-%012d".formatted(name, index),
                isRequest ? API_REQUEST : STORAGE_SAMPLE,
                start.plus(step.multipliedBy(index)),
                isRequest ? request(tenant, random) : sample(random));
    }

    private Map<String, Object> request(String tenant, SplittableRandom random) {
        return Map.of(
                "bytes",
                (long) random.nextInt(200, 100_000),
                "latencyMillis",
                (long) random.nextInt(1, 2_000),
                "user",
                tenant + "-user-" + random.nextInt(USERS_PER_TENANT),
                SampleEvent.DATASET,
                name);
    }

    private Map<String, Object> sample(SplittableRandom random) {
        return Map.of("bytes", random.nextLong(1L << 40), SampleEvent.DATASET, name);
    }

    private static String pickTenant(double[] shares, SplittableRandom random) {
        int found = Arrays.binarySearch(shares, random.nextDouble());
        int index = found >= 0 ? found + 1 : -found - 1;
        return "tenant-%05d".formatted(Math.min(index, shares.length - 1) + 1);
    }

    /** Upper end of each tenant's part of [0, 1). A share of load, not a quantity of usage. */
    private static double[] cumulatedShares(int tenants) {
        double[] cumulated = new double[tenants];
        double sum = 0;
        for (int k = 0; k < tenants; k++) {
            sum += 1.0 / (k + 1);
            cumulated[k] = sum;
        }
        for (int k = 0; k < tenants; k++) {
            cumulated[k] /= sum;
        }
        return cumulated;
    }

    private static SampleMeter meter(
            String key, Aggregation aggregation, @Nullable String property, String unit) {
        return new SampleMeter(
                key, API_REQUEST, aggregation, property, unit, "Generated load: " + key);
    }
}
