package io.flowmeter.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Flink's REST API: nightlies.apache.org/flink/flink-docs-release-2.3/docs/ops/rest_api. */
final class FlinkRest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final URI address;

    FlinkRest(URI address) {
        this.address = address;
    }

    /**
     * @throws IOException if Flink cannot be reached, or answers with anything but 2xx
     */
    JsonNode get(String path) throws IOException {
        return send(path, request(path).GET());
    }

    JsonNode post(String path, Object body) throws IOException {
        return send(path, withBody(path, "POST", body));
    }

    JsonNode patch(String path) throws IOException {
        return send(path, request(path).method("PATCH", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder withBody(String path, String method, Object body)
            throws IOException {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    }

    private JsonNode send(String path, HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new StatusException(path, response.statusCode(), response.body());
            }
            return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Waiting.GaveUpException("interrupted while asking Flink for " + path, e);
        }
    }

    /** Flink answered, but not with success. */
    static final class StatusException extends IOException {

        private final int status;

        StatusException(String path, int status, String body) {
            super("Flink answered " + path + " with " + status + ": " + body);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
