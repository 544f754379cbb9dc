package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** One meter that counts calls of the tenant acme on a cluster: what was sent, what was counted. */
final class MeteredCalls {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String KEY = "um_live_clustertest_" + SECRET;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Endpoints endpoints;
    private long sent;

    MeteredCalls(Endpoints endpoints) throws Exception {
        this.endpoints = endpoints;
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(SECRET.getBytes(StandardCharsets.UTF_8));
        try (var owner = connect();
                var insert =
                        owner.prepareStatement(
                                "insert into api_key (id, namespace, secret_hash, scopes) values"
                                        + " ('clustertest', 'default', ?,"
                                        + " array['ingest', 'read', 'manage'])")) {
            insert.setBytes(1, hash);
            insert.executeUpdate();
        }
        post(
                "/v1/meters",
                "application/json",
                "{\"key\": \"calls\", \"eventType\": \"call\", \"aggregation\": \"COUNT\"}",
                201);
    }

    /** Sends as many calls, each with an identity of its own, through the API. */
    void send(int calls) throws Exception {
        List<String> events = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            events.add(
                    String.format(
                            "{\"specversion\": \"1.0\", \"id\": \"call-%d\", \"source\": \"test\","
                                    + " \"type\": \"call\", \"subject\": \"acme\","
                                    + " \"time\": \"%s\"}",
                            sent + call, Instant.now()));
        }
        post(
                "/v1/events",
                "application/cloudevents-batch+json",
                "[" + String.join(",", events) + "]",
                202);
        sent += calls;
    }

    /** Waits until at least all that was sent is counted, then returns the count. */
    long awaitCounted() {
        Awaitility.await("all " + sent + " calls counted")
                .atMost(PATIENCE)
                .ignoreExceptions() // Postgres may be down just now
                .until(() -> counted() >= sent);
        return counted();
    }

    long sent() {
        return sent;
    }

    long counted() {
        try (var owner = connect();
                var statement = owner.createStatement();
                var result =
                        statement.executeQuery(
                                "select coalesce(sum(event_count), 0) from usage_aggregate"
                                        + " where granularity = 'QUARTER_HOUR'")) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(endpoints.jdbcUrl(), endpoints.ownerUser(), "");
    }

    private void post(String path, String contentType, String body, int expectedStatus)
            throws IOException, InterruptedException {
        var response =
                http.send(
                        HttpRequest.newBuilder(URI.create(endpoints.api() + path))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + KEY)
                                .header("Content-Type", contentType)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expectedStatus) {
            throw new AssertionError(
                    path + " answered " + response.statusCode() + ": " + response.body());
        }
    }
}
