package io.flowmeter.api;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The query API as an operator runs it: a process of its own, with the machine's clock. */
public final class ApiProcess implements AutoCloseable {

    private static final Duration STARTS_IN = Duration.ofMinutes(2);

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private ApiProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Over the fixture's database and topic, with more variables FLOWMETER_…. */
    public static ApiProcess start(ApiFixture fixture, Map<String, String> settings) {
        int port = freePort();
        Map<String, String> environment = new HashMap<>(fixture.environment());
        environment.putAll(settings);
        environment.put("FLOWMETER_API_PORT", String.valueOf(port));
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QueryApi.class.getName());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(Path.of("target", "api-" + port + ".log").toFile());
        try {
            var api = new ApiProcess(builder.start(), port);
            await().atMost(STARTS_IN).until(api::isUp);
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    private boolean isUp() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("see target/api-" + port + ".log");
        }
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/livez"));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // It does not listen yet.
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
