package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person reads README.md, types what it says, and sees what it shows. */
class ReadmeITCase {

    @TempDir private static Path directory;

    private static FlowmeterProcess quickstart;

    @BeforeAll
    static void startQuickstart() throws IOException {
        quickstart =
                FlowmeterProcess.start(
                        "quickstart",
                        "--data-dir=" + directory,
                        "--api-port=0",
                        "--flink-port=0",
                        "--kafka-port=0",
                        "--postgres-port=0");
        quickstart.awaitLine("Ctrl-C stops it");
    }

    @AfterAll
    static void stopQuickstart() throws InterruptedException {
        quickstart.terminate();
        try {
            assertThat(quickstart.exitCode()).isEqualTo(128 + 15); // SIGTERM
        } finally {
            quickstart.close();
        }
    }

    @Test
    void quickstartShowsTheTable() throws IOException {
        var shown = example("./quickstart").output().lines().filter(line -> !line.equals("..."));

        assertThat(shown.toList())
                .hasSize(14)
                .allMatch(
                        line ->
                                quickstart.lines().stream()
                                        .anyMatch(printed -> printed.startsWith(line)));
    }

    @Test
    void commandsAnswerAsShown() throws IOException {
        var commands =
                ReadmeExample.all().stream()
                        .filter(example -> !example.command().startsWith("./"))
                        .toList();
        assertThat(commands).hasSizeGreaterThan(7).noneMatch(example -> example.output().isEmpty());
        int receiverPort = freePort();

        try (var shell = new ReadmeShell()) {
            for (ReadmeExample example : commands) {
                String command = here(example.command(), receiverPort);
                // Counting is asynchronous, as README.md says.
                Awaitility.await(command)
                        .atMost(Duration.ofSeconds(30))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(
                                () ->
                                        assertThat(ReadmeExample.withoutTimes(shell.run(command)))
                                                .isEqualTo(
                                                        ReadmeExample.withoutTimes(
                                                                example.output())));
            }
        }
    }

    @Test
    void sampleTenantsAreToldOfTheirLimits() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(notified())
                                        .anyMatch(
                                                told ->
                                                        told.startsWith(
                                                                "acme reached 100% of the limit"
                                                                        + " llm_requests"))
                                        .anyMatch(
                                                told ->
                                                        told.startsWith(
                                                                "globex reached 80% of the limit"
                                                                        + " llm_context_tokens")));
    }

    @Test
    void flinkShowsTheJobAndItsOperatorsByName() throws IOException, InterruptedException {
        var json = new ObjectMapper();
        JsonNode job =
                json.readTree(get(flinkUrl() + "/jobs/overview").body()).path("jobs").path(0);

        assertThat(job.path("name").asText()).isEqualTo("flowmeter usage metering");
        assertThat(get(flinkUrl() + "/jobs/" + job.path("jid").asText()).body())
                .contains("deduplicate", "roll up usage", "store rows");
        assertThat(get(flinkUrl() + "/").body()).contains("<html");
    }

    @Test
    void apiHasItsReference() throws IOException, InterruptedException {
        assertThat(get(apiUrl() + "/docs").statusCode()).isEqualTo(200);
        assertThat(get(apiUrl() + "/readyz").statusCode()).isEqualTo(200);
    }

    private static ReadmeExample example(String command) throws IOException {
        return ReadmeExample.all().stream()
                .filter(example -> example.command().equals(command))
                .findFirst()
                .orElseThrow();
    }

    /** As it stands, but for the ports and the data directory of this test. */
    private static String here(String command, int receiverPort) {
        return command.replace("http://127.0.0.1:8080", apiUrl())
                .replace("127.0.0.1:19092", kafka())
                .replace("8091", String.valueOf(receiverPort))
                .replaceAll("\\bdata/(keys|webhooks)", directory + "/$1");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> notified() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(apiUrl() + "/v1/notifications?limit=100"))
                        .header(
                                "Authorization",
                                "Bearer " + DemoKey.of(directory.resolve("keys/default")).text())
                        .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).findValuesAsText("summary");
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String apiUrl() {
        return printed("API +(http://\\S+)");
    }

    private static String flinkUrl() {
        return printed("Flink UI +(http://\\S+)");
    }

    private static String kafka() {
        return printed("Kafka +(127\\S+)");
    }

    private static String printed(String pattern) {
        List<String> lines = quickstart.lines();
        var matcher = Pattern.compile(pattern).matcher(String.join("\n", lines));
        assertThat(matcher.find()).as("%s in %s", pattern, lines).isTrue();
        return matcher.group(1);
    }
}
