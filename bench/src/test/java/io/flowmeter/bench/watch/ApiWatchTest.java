package io.flowmeter.bench.watch;

import static io.flowmeter.bench.watch.UsageTables.NOON;
import static io.flowmeter.bench.watch.UsageTables.PREFIX;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowmeter.bench.load.PrefixLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiWatchTest {
    private final PrefixLog log =
            new PrefixLog(List.of(PREFIX), Duration.ofMinutes(1), Clock.systemUTC());
    private final Violations violations = new Violations();
    private final Availability availability = new Availability();
    private HttpServer server;
    private ApiWatch watch;
    private volatile int status = 200;
    private volatile String body = "";

    @BeforeEach
    void answerOnce() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        watch =
                new ApiWatch(
                        WatchSettings.of("jdbc:postgresql:none", uri, Map.of("shop", "key")),
                        log,
                        violations,
                        availability);
        poll(usage("2026-11-01", 3, NOON));
        assertThat(violations.sentences()).isEmpty();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatGrowsIsNoViolation() throws Exception {
        log.appended(PREFIX, 1, NOON);

        poll(usage("2026-11-01", 4, NOON.plusSeconds(1)));
        poll(usage("2026-12-01", 0, NOON.plusSeconds(1)));

        assertThat(violations.sentences()).isEmpty();
        assertThat(availability.successes()).isEqualTo(3);
    }

    @Test
    void aValueThatStepsBackIsNoted() throws Exception {
        poll(usage("2026-11-01", 2, NOON));

        assertViolation("value stepped back from 3 to 2");
    }

    @Test
    void timeThatStepsBackIsNoted() throws Exception {
        poll(usage("2026-11-01", 3, NOON.minusMillis(1)));

        assertViolation("asOf stepped back");
    }

    @Test
    void timeThatIsGoneIsNoted() throws Exception {
        poll("{\"from\":\"2026-11-01\",\"data\":[{\"value\":\"3\"}],\"asOf\":null}");

        assertViolation("is missing now");
    }

    @Test
    void anEventBeforeAsOfThatIsMissingIsNoted() throws Exception {
        for (int number = 1; number <= 4; number++) {
            log.appended(PREFIX, number, NOON);
        }

        poll(usage("2026-11-01", 3, NOON.plusMillis(1)));

        assertViolation("value is 3, but 4 precede asOf");
    }

    @Test
    void anApiThatCannotAnswerNowIsAnOutage() throws Exception {
        status = 503;
        poll("{}");
        server.stop(0);
        watch.poll();

        assertThat(violations.sentences()).isEmpty();
        assertThat(availability.outages()).isEqualTo(1);
        assertThat(availability.failures()).isEqualTo(2);
    }

    @Test
    void anInternalErrorIsNoted() throws Exception {
        status = 500;
        poll("{}");

        assertViolation("with 500");
    }

    @Test
    void aRefusalIsNoted() throws Exception {
        status = 404;
        poll("{}");

        assertViolation("with 404");
    }

    private void poll(String answer) throws InterruptedException {
        body = answer;
        watch.poll();
    }

    private static String usage(String from, long value, Instant asOf) {
        return "{\"from\":\""
                + from
                + "\",\"data\":[{\"value\":\""
                + value
                + "\"}],\"asOf\":\""
                + asOf
                + "\"}";
    }

    private void assertViolation(String part) {
        assertThat(violations.sentences()).hasSize(1);
        assertThat(violations.sentences().get(0)).contains(part);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, utf8.length);
        exchange.getResponseBody().write(utf8);
        exchange.close();
    }
}
