package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.ApiProcess;
import io.flowmeter.api.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** 64 clients at once, each a thread, ask two API processes; a hundred times. */
class HardLimitITCase {

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 100;
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static String periodStart;
    private static ApiFixture fixture;
    private static LimitFixture limits;
    private static List<ApiProcess> processes;
    private static ExecutorService threads;

    /** What a client does, and whether it was admitted. */
    private interface Client {
        boolean ask(int number) throws IOException, InterruptedException;
    }

    @BeforeAll
    static void start() {
        fixture = ApiFixture.start();
        limits = new LimitFixture(fixture);
        Instant now = Instant.now();
        limits.asOf(now);
        periodStart = now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1) + "T00:00:00Z";
        var patient = Map.of("FLOWMETER_STALE_AFTER", "PT1H");
        processes = List.of(ApiProcess.start(fixture, patient), ApiProcess.start(fixture, patient));
        threads = Executors.newFixedThreadPool(CLIENTS);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        processes.forEach(ApiProcess::close);
        fixture.close();
    }

    @Test
    void exactlyAsManyAreAdmittedAsTheLimitHasLeft() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String tenant = "reserving-" + round;
            int left = 1 + round % 50;
            limits.tenant(tenant, limit("calls", "100"))
                    .window(tenant, "calls", "PERIOD", periodStart, "", "" + (100 - left));

            int admitted = admittedOf(number -> reservation(number, tenant, "") != null);

            assertThat(admitted).as("round %d", round).isEqualTo(left);
        }
    }

    @Test
    void exactlyAsManyEventsAreCountedWhileTheyArriveAndAreConfirmed() throws Exception {
        try (var job = CountingJob.start(fixture, periodStart)) {
            for (int round = 0; round < ROUNDS; round++) {
                String tenant = "recording-" + round;
                int quantity = 1 + round % 50;
                limits.tenant(tenant, limit("calls", "" + quantity));

                int first = admittedOf(number -> isRecorded(number, tenant, "first"));
                int second = admittedOf(number -> isRecorded(number, tenant, "second"));

                assertThat(first).as("round %d", round).isEqualTo(quantity);
                assertThat(second).as("round %d", round).isZero();
                await().atMost(SOON).until(() -> counted(tenant) == quantity);
                assertThat(openReservations(tenant)).isZero();
                assertThat(admittedOf(number -> isRecorded(number, tenant, "third"))).isZero();
            }
            assertThat(job).isNotNull();
        }
    }

    /** How many of the clients, which all begin at once, are admitted. */
    private static int admittedOf(Client client) throws InterruptedException, ExecutionException {
        var start = new CyclicBarrier(CLIENTS);
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            clients.add(
                    () -> {
                        start.await();
                        return client.ask(number);
                    });
        }
        int admitted = 0;
        for (Future<Boolean> answer : threads.invokeAll(clients)) {
            admitted += answer.get() ? 1 : 0;
        }
        return admitted;
    }

    /** Every other client lets the API do it at once, the others check, act and record. */
    private static boolean isRecorded(int number, String tenant, String wave)
            throws IOException, InterruptedException {
        String id = wave + "-" + number;
        if (number % 4 < 2) {
            return isAdmitted(post(number, "/v1/events?enforce=true", event(tenant, id, "")), 202);
        }
        String identity = ",\"event\":{\"source\":\"s\",\"id\":\"" + id + "\"}";
        String reservation = reservation(number, tenant, identity);
        if (reservation == null) {
            return false;
        }
        String attribute = ",\"reservation\":\"" + reservation + "\"";
        assertThat(post(number, "/v1/events", event(tenant, id, attribute)).statusCode())
                .isEqualTo(202);
        return true;
    }

    /** Null: it is refused. */
    private static String reservation(int number, String tenant, String more)
            throws IOException, InterruptedException {
        var answer =
                post(
                        number,
                        "/v1/tenants/" + tenant + "/entitlements/calls:check",
                        "{\"quantity\":1,\"reserve\":true" + more + "}");
        return isAdmitted(answer, 200) ? field(answer.body(), "reservation") : null;
    }

    private static boolean isAdmitted(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(status, 429);
        return answer.statusCode() == status;
    }

    private static HttpResponse<String> post(int number, String path, String body)
            throws IOException, InterruptedException {
        int port = processes.get(number % processes.size()).port();
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + ApiFixture.KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String event(String tenant, String id, String more) {
        return """
               {"specversion":"1.0","id":"%s","source":"s","type":"calls.used","subject":"%s",
                "time":"%s"%s}"""
                .formatted(id, tenant, Instant.now(), more);
    }

    private static String field(String json, String name) throws JsonProcessingException {
        return Json.read(json).get(name).textValue();
    }

    private static long counted(String tenant) {
        return limits.rows(
                "SELECT coalesce(sum(quantity), 0) FROM usage_aggregate WHERE tenant = '%s'"
                        .formatted(tenant));
    }

    private static long openReservations(String tenant) {
        return limits.rows(
                "SELECT count(*) FROM reservation WHERE tenant = '%s' AND confirmed_at IS NULL"
                        .formatted(tenant));
    }
}
