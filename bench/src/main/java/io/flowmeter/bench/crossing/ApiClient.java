package io.flowmeter.bench.crossing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks a running API. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String key;

    ApiClient(int port, String key) {
        this.base = base(port);
        this.key = key;
    }

    static boolean isReady(int port) {
        var request = HttpRequest.newBuilder(base(port).resolve("/readyz")).timeout(TIMEOUT);
        try {
            return HttpClient.newHttpClient()
                            .send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false; // it does not listen yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for readiness", e);
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    /**
     * @throws IllegalStateException if the answer is not 2xx
     */
    JsonNode ask(String method, String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        return send(
                method, path, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .timeout(TIMEOUT)
                                .header("Authorization", "Bearer " + key)
                                .header("Content-Type", "application/json")
                                .method(method, body)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    method
                            + " "
                            + path
                            + " was answered with "
                            + response.statusCode()
                            + ": "
                            + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static URI base(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
