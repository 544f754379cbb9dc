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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MalformedRequestITCase {

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
    void malformedTextIsABadRequest() {
        byte[] latin1 = "{\"key\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        Answer body =
                api.send(
                        api.request("/v1/meters", ApiFixture.KEY)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(latin1)));

        assertThat(body.status()).isEqualTo(400);
        for (String target :
                List.of(
                        "/v1/meters/%ff",
                        "/v1/meters/%zz",
                        "/v1/meters/%",
                        "/v1/meters/%00",
                        "/v1/meters/a%2",
                        "/v1/meters?limit=%zz",
                        "/v1/meters?limit=%ff",
                        "/v1/meters?%00=1",
                        "/v1/../x",
                        "/v1/meters/%2e%2e/x",
                        "/v1/\u00e9")) {
            String answer =
                    raw(
                            "GET "
                                    + target
                                    + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + ApiFixture.KEY);

            assertThat(answer).as(target).containsPattern("^HTTP/1.1 40[04]");
            assertThat(answer)
                    .contains("application/problem+json", "\"code\":")
                    .doesNotContain("at org.", "Exception");
        }
        assertThat(raw("GET / HTTP/1.1")).startsWith("HTTP/1.1 400");
        assertThat(raw("BREW /v1/meters HTTP/1.1\r\nHost: x")).containsPattern("^HTTP/1.1 40[45]");
    }

    @Test
    void assetsStayInTheirDirectory() {
        assertThat(raw("GET /docs/assets/swagger-ui.css HTTP/1.1\r\nHost: x"))
                .startsWith("HTTP/1.1 200");
        for (String target :
                List.of(
                        "/docs/assets/..%2f..%2f..%2f..%2f..%2fio/flowmeter/api/QueryApi.class",
                        "/docs/assets/%2e%2e/%2e%2e/MANIFEST.MF",
                        "/docs/assets/..%252f..%252fMANIFEST.MF")) {
            assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x"))
                    .as(target)
                    .containsPattern("^HTTP/1.1 40[04]");
        }
    }

    @Test
    void mediaTypesAreChecked() {
        assertThat(api.post("/v1/events", "{}", "text/xml").status()).isEqualTo(415);
        assertThat(api.post("/v1/meters", "{}", "text/plain").at("/code"))
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(
                        api.send(
                                        api.request("/v1/events", ApiFixture.KEY)
                                                .header("Content-Type", "application/json")
                                                .header("Content-Encoding", "gzip")
                                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                                .status())
                .isEqualTo(415);
        assertThat(api.post("/v1/meters", "{\"key\":1,\"key\":2}").status()).isEqualTo(400);
        assertThat(api.post("/v1/meters", "{} {}").status()).isEqualTo(400);
        assertThat(api.post("/v1/meters", "[]").status()).isEqualTo(400);
        assertThat(api.post("/v1/meters", "{}", "application/json;charset").status())
                .isEqualTo(400);
        assertThat(api.post("/v1/meters", "{\"x\":\"" + "y".repeat(1 << 20) + "\"}").status())
                .isEqualTo(413);
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
