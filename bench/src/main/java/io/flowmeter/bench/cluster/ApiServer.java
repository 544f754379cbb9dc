package io.flowmeter.bench.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The query API as a process. */
final class ApiServer {

    private ApiServer() {}

    static Service first(Home home, Layout layout, Ports ports, ProcessTable table) {
        return service("query-api", ports.api(), home, layout, ports, table);
    }

    /** The same on another port: clients are not told of it, it shares the notifier's work. */
    static Service second(Home home, Layout layout, Ports ports, ProcessTable table) {
        return service("query-api-2", ports.secondApi(), home, layout, ports, table);
    }

    private static Service service(
            String name, int port, Home home, Layout layout, Ports ports, ProcessTable table) {
        Endpoints endpoints = Endpoints.of(ports);
        Map<String, String> environment =
                Map.of(
                        "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS",
                        endpoints.bootstrapServers(),
                        "FLOWMETER_API_DATABASE_URL",
                        endpoints.jdbcUrl(),
                        "FLOWMETER_API_DATABASE_USER",
                        Endpoints.API_USER,
                        "FLOWMETER_API_DATABASE_PASSWORD",
                        "",
                        "FLOWMETER_API_HOST",
                        Ports.HOST,
                        "FLOWMETER_API_PORT",
                        String.valueOf(port),
                        "FLOWMETER_WEBHOOK_ALLOW_PRIVATE",
                        "127.0.0.0/8");
        var command =
                new JavaCommand(home.benchClassPath(), "io.flowmeter.api.QueryApi")
                        .options(List.of("-Xmx400m", "-XX:+ExitOnOutOfMemoryError"))
                        .logging(layout.loggingConfiguration(), layout.log(name));
        HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        var question =
                HttpRequest.newBuilder(URI.create("http://" + Ports.HOST + ":" + port + "/livez"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        return new Service(
                name,
                layout.log(name),
                table,
                () -> new Launch(command.words(), environment),
                () ->
                        http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode()
                                == 200);
    }
}
