package io.flowmeter.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProblemITCase {

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void unknownRouteIsAProblem() {
        Answer answer = api.send(api.request("/v2/x", "none").header("Accept", "text/html").GET());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.at("/type")).isEqualTo("urn:flowmeter:problem:not-found");
        assertThat(answer.at("/title")).isNotEmpty();
        assertThat(answer.at("/status")).isEqualTo("404");
        assertThat(answer.at("/instance")).isEqualTo(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void requestIdOfTheClientIsKeptIfItIsAWord() {
        Answer kept = api.send(api.request("/x", "none").header("X-Request-Id", "abc-1").GET());
        Answer made = api.send(api.request("/x", "none").header("X-Request-Id", "a b{}").GET());

        assertThat(kept.at("/instance")).isEqualTo("abc-1");
        assertThat(kept.header("X-Request-Id")).isEqualTo("abc-1");
        assertThat(made.at("/instance")).hasSize(36);
    }

    @Test
    void wrongMethodNamesTheRightOnes() {
        for (String accept : List.of("*/*", "text/html")) {
            Answer answer =
                    api.send(
                            api.request("/v1/meters/x", "none")
                                    .header("Accept", accept)
                                    .PUT(empty()));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.at("/code")).isEqualTo("METHOD_NOT_ALLOWED");
            assertThat(answer.header("Allow").split(", ")).contains("GET", "PATCH", "DELETE");
        }
        assertThat(api.send(api.request("/v1/meters", "none").method("HEAD", empty())).status())
                .isEqualTo(405);
        assertThat(api.send(api.request("/livez", "none").method("HEAD", empty())).status())
                .isEqualTo(200);
    }

    @Test
    void keysAreNeeded() {
        for (String key :
                List.of(
                        "none",
                        "um_live_admin0001_wrong",
                        "um_live_nobody0001_x",
                        ApiFixture.KEY + "x")) {
            Answer answer = api.get("/v1/meters", key);

            assertThat(answer.status()).as(key).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(raw("GET /v1/meters HTTP/1.1\r\nHost: x\r\nX-API-Key: " + ApiFixture.KEY))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /v1/meters HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw("GET /v1/meters HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer"))
                .startsWith("HTTP/1.1 401");
        assertThat(
                        api.post("/v1/events", "{}", "application/json", ApiFixture.READ_KEY)
                                .at("/code"))
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void revokedKeyStopsWorkingAfterSeconds() {
        api.addKey("um_live_revoked01_x", "default", null, "{read}");
        assertThat(api.get("/v1/meters", "um_live_revoked01_x").status()).isEqualTo(200);

        api.execute("UPDATE api_key SET revoked_at = now() WHERE id = 'revoked01'");
        api.clock.advance(Duration.ofSeconds(5));

        assertThat(api.get("/v1/meters", "um_live_revoked01_x").status()).isEqualTo(401);
    }

    private static HttpRequest.BodyPublisher empty() {
        return HttpRequest.BodyPublishers.noBody();
    }

    /** Sends what no client would. */
    private static String raw(String head) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.api.port())) {
            socket.setSoTimeout(5_000);
            byte[] request =
                    (head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(head, e);
        }
    }
}
