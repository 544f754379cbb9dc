package io.flowmeter.bench.entitlement;

import io.flowmeter.bench.measure.Percentiles;
import io.flowmeter.bench.measure.Round;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks the API over HTTP, one question after the other, about tenants and meters at random. */
final class Questions {

    private static final int MOST_NAMES = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final SeededTenants seeded;
    private final Random random;

    Questions(int port, SeededTenants seeded, long seed) {
        this.address = "http://127.0.0.1:" + port;
        this.seeded = seeded;
        this.random = new Random(seed);
    }

    /** A request to the API. */
    interface Question {
        HttpRequest next();
    }

    HttpRequest check() {
        return check("{\"quantity\":1}");
    }

    HttpRequest reserve() {
        return check("{\"quantity\":1,\"reserve\":true}");
    }

    /** 100 tenants in a row and 100 meters, or all there are. */
    HttpRequest query() {
        int tenants = Math.min(MOST_NAMES, seeded.tenants());
        int meters = Math.min(MOST_NAMES, seeded.meters());
        int first = random.nextInt(seeded.tenants() - tenants + 1);
        return post(
                "/v1/entitlements:query",
                "{\"tenants\":%s,\"meters\":%s}"
                        .formatted(names("t", first, tenants), names("m", 0, meters)));
    }

    /** Asks so often and measures each time until the whole answer is there. */
    Round ask(Question question, int times) throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>(times);
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) {
            HttpRequest request = question.next();
            long start = System.nanoTime();
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            took.add(Duration.ofNanos(System.nanoTime() - start));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        request.uri()
                                + " answered "
                                + answer.statusCode()
                                + ": "
                                + new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
        long perSecond = Math.round(times * 1e9 / Math.max(1, System.nanoTime() - began));
        return new Round(perSecond, times, Percentiles.of(took));
    }

    private HttpRequest check(String body) {
        int tenant = random.nextInt(seeded.tenants());
        int meter = random.nextInt(seeded.meters());
        return post("/v1/tenants/t" + tenant + "/entitlements/m" + meter + ":check", body);
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + SeededTenants.KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String names(String prefix, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> "\"" + prefix + i + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
