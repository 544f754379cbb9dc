package io.flowmeter.bench.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowmeter.bench.load.LoadTenant;
import io.flowmeter.bench.load.PrefixLog;
import io.flowmeter.bench.load.PrefixMeter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Asks the API what the prefix tenants have used: neither value nor {@code asOf} steps back. */
final class ApiWatch {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;

    /** What an API answers that is there and cannot serve now; an internal error is none of it. */
    private static final Set<Integer> UNAVAILABLE = Set.of(429, 502, 503, 504);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();
    private final WatchSettings settings;
    private final PrefixLog log;
    private final Violations violations;
    private final Availability availability;
    private final Map<String, Long> values = new HashMap<>();
    private final Map<LoadTenant, String> firstPeriods = new HashMap<>();
    private Instant asOf = Instant.MIN;
    private int next;

    ApiWatch(
            WatchSettings settings,
            PrefixLog log,
            Violations violations,
            Availability availability) {
        this.settings = settings;
        this.log = log;
        this.violations = violations;
        this.availability = availability;
    }

    /** Asks for the next tenant; an outage is noted. */
    void poll() throws InterruptedException {
        LoadTenant tenant = log.tenants().get(next++ % log.tenants().size());
        try {
            HttpResponse<String> response =
                    http.send(request(tenant), BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() == OK) {
                availability.succeeded();
                check(tenant, json.readTree(response.body()));
            } else if (UNAVAILABLE.contains(response.statusCode())) {
                availability.failed();
            } else {
                violations.add(
                        Instant.now(),
                        "the API answered "
                                + response.request().uri()
                                + " with "
                                + response.statusCode()
                                + ": "
                                + response.body());
            }
        } catch (JsonProcessingException e) {
            violations.add(Instant.now(), "the API's answer is no JSON: " + e.getMessage());
        } catch (IOException e) {
            availability.failed();
        }
    }

    private void check(LoadTenant tenant, JsonNode answer) {
        String from = answer.path("from").asText();
        long value = answer.path("data").path(0).path("value").asLong(0);
        Long before = values.put(tenant.namespace() + " " + tenant.id() + " " + from, value);
        if (before != null && value < before) {
            note(tenant, "value stepped back from " + before + " to " + value);
        }
        if (!answer.path("asOf").isTextual()) {
            if (asOf.isAfter(Instant.MIN)) {
                note(tenant, "asOf was " + asOf + " and is missing now");
            }
            return;
        }
        Instant shown = Instant.parse(answer.path("asOf").asText());
        if (shown.isBefore(asOf)) {
            note(tenant, "asOf stepped back from " + asOf + " to " + shown);
        }
        asOf = shown.isAfter(asOf) ? shown : asOf;
        // A later period holds only part of the events.
        boolean isFirstPeriod = firstPeriods.computeIfAbsent(tenant, t -> from).equals(from);
        long expected = log.appendedBefore(tenant, shown);
        if (isFirstPeriod && value < expected) {
            note(tenant, "value is " + value + ", but " + expected + " precede asOf " + shown);
        }
    }

    private void note(LoadTenant tenant, String what) {
        violations.add(Instant.now(), "the API, tenant " + tenant.id() + ": " + what);
    }

    private HttpRequest request(LoadTenant tenant) {
        String subject = URLEncoder.encode(tenant.id(), StandardCharsets.UTF_8);
        URI uri =
                settings.api()
                        .resolve(
                                "/v1/meters/"
                                        + PrefixMeter.PREFIX_COUNT.key()
                                        + "/query?period=current&subject="
                                        + subject);
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + settings.apiKeys().get(tenant.namespace()))
                .build();
    }
}
