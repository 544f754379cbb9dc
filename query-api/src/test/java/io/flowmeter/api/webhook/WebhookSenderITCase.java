package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookSenderITCase {

    private final TestReceiver receiver = TestReceiver.start();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        receiver.close();
    }

    @Test
    void anyOf2xxIsSuccessAndNothingElse() {
        receiver.answers(200, 204, 299, 304, 400, 404, 410, 429, 500, 502);

        try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            for (int status : List.of(200, 204, 299, 304, 400, 404, 410, 429, 500, 502)) {
                AttemptOutcome outcome = sender.send(Sending.delivery(receiver.url()));

                assertThat(outcome.httpStatus()).isEqualTo(status);
                assertThat(outcome.isSuccess()).as("%d", status).isEqualTo(status < 300);
                assertThat(outcome.isGone()).isEqualTo(status == 410);
            }
        }
    }

    @Test
    void attemptIsSignedWithTheSecretAndTheOneBefore() {
        try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            assertThat(sender.send(Sending.delivery(receiver.url())).error()).isNull();
        }

        var request = receiver.requests().get(0);
        assertThat(request.id()).isEqualTo("msg_1");
        assertThat(request.timestamp()).isEqualTo(String.valueOf(Sending.NOW.getEpochSecond()));
        assertThat(request.body()).isEqualTo("{\"é\":1}");
        assertThat(request.signature())
                .isEqualTo(
                        Sending.SECRET.sign("msg_1", Sending.NOW, "{\"é\":1}")
                                + " "
                                + Sending.OLD_SECRET.sign("msg_1", Sending.NOW, "{\"é\":1}"));
    }

    @Test
    void redirectIsAFailureAndNotFollowed() {
        try (var other = TestReceiver.start();
                var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            for (int status : List.of(301, 302, 307, 308)) {
                receiver.always(
                        exchange -> {
                            exchange.getResponseHeaders().set("Location", other.url());
                            TestReceiver.answer(exchange, status);
                        });

                assertThat(sender.send(Sending.delivery(receiver.url())).error())
                        .isEqualTo("answered " + status);
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void silentReceiverTimesOut() {
        receiver.always(exchange -> isOver(Duration.ofMinutes(1)));

        try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            AttemptOutcome outcome = sender.send(Sending.delivery(receiver.url()));

            assertThat(outcome.error()).startsWith("no answer within");
            assertThat(outcome.duration()).isLessThan(Duration.ofSeconds(3));
        }
        end.countDown();
    }

    @Test
    void slowNameServerTimesOutToo() {
        var loopback = InetAddress.getLoopbackAddress();
        try (var sender =
                Sending.sender(
                        Sending.LOOPBACK,
                        host -> {
                            isOver(Duration.ofMillis(1_500));
                            return new InetAddress[] {loopback};
                        })) {
            String url = "http://slow.example:" + receiver.port() + "/";

            assertThat(sender.send(Sending.delivery(url)).error()).startsWith("no answer within");
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void receiverThatDripsHeadersForEverTimesOutToo() throws IOException {
        try (var dripping = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> drip(dripping));
            thread.setDaemon(true);
            thread.start();

            try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
                AttemptOutcome outcome =
                        sender.send(
                                Sending.delivery(
                                        "http://127.0.0.1:" + dripping.getLocalPort() + "/"));

                assertThat(outcome.error()).startsWith("no answer within");
                assertThat(outcome.duration()).isLessThan(Duration.ofSeconds(3));
            }
        }
    }

    @Test
    void endlessAnswerIsCutOff() {
        receiver.always(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(new byte[8_192]);
                    }
                });

        try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            assertThat(sender.send(Sending.delivery(receiver.url())).isSuccess()).isTrue();
        }
    }

    @Test
    void retryAfterIsHeard() {
        receiver.always(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "120");
                    TestReceiver.answer(exchange, 503);
                });
        try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            assertThat(sender.send(Sending.delivery(receiver.url())).retryAfter())
                    .isEqualTo(Duration.ofMinutes(2));
        }
    }

    private void drip(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (!isOver(Duration.ofMillis(50))) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            assertThat(e).isNotNull(); // The sender hung up.
        }
    }

    /** Whether the test is over, or is within a time. */
    private boolean isOver(Duration patience) {
        try {
            return end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
