package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookAddressITCase {

    private final TestReceiver receiver = TestReceiver.start();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void nameThatStandsForLoopbackIsRefused() throws UnknownHostException {
        var loopback = InetAddress.getAllByName("127.0.0.1");
        try (var sender = Sending.sender(List.of(), host -> loopback)) {
            String url = "https://innocent.example:" + receiver.port() + "/";

            assertThat(sender.send(Sending.delivery(url)).error())
                    .isEqualTo("not sent: the host's address is not a public one");
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void oneBadAddressAmongGoodOnesIsEnough() throws UnknownHostException {
        var mixed =
                new InetAddress[] {
                    InetAddress.getAllByName("127.0.0.1")[0],
                    InetAddress.getAllByName("10.0.0.1")[0]
                };
        try (var sender = Sending.sender(Sending.LOOPBACK, host -> mixed)) {
            String url = "http://mixed.example:" + receiver.port() + "/";

            assertThat(sender.send(Sending.delivery(url)).error()).startsWith("not sent");
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void literalAddressesAreChecked() {
        try (var sender = Sending.sender(List.of(), InetAddress::getAllByName)) {
            for (String host : List.of("127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost")) {
                String url = "https://" + host + ":" + receiver.port() + "/";

                assertThat(sender.send(Sending.delivery(url)).isSuccess()).as(host).isFalse();
                assertThat(sender.send(Sending.delivery(url)).error())
                        .as(host)
                        .containsAnyOf("not sent", "host name is not known");
            }
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void nameIsResolvedOnceAndThatAddressIsConnectedTo() throws UnknownHostException {
        var lookUps = new AtomicInteger();
        var first = InetAddress.getAllByName("127.0.0.1");
        var rebound = InetAddress.getAllByName("127.0.0.2");
        try (var sender =
                Sending.sender(
                        Sending.LOOPBACK,
                        host -> lookUps.getAndIncrement() == 0 ? first : rebound)) {
            String url = "http://no-such-host.invalid:" + receiver.port() + "/";

            assertThat(sender.send(Sending.delivery(url)).error()).isNull();
        }
        assertThat(lookUps).hasValue(1);
        assertThat(receiver.requests().get(0).host())
                .isEqualTo("no-such-host.invalid:" + receiver.port());
    }

    @Test
    void httpIsRefusedWhereTheAddressIsNotNamed() throws UnknownHostException {
        var address = InetAddress.getAllByName("8.8.8.8");
        try (var sender = Sending.sender(Sending.LOOPBACK, host -> address)) {
            assertThat(sender.send(Sending.delivery("http://plain.example/")).error())
                    .isEqualTo("not sent: the host's address is not one that http may be used for");
        }
    }

    @Test
    void urlThatCannotBeRequestedIsAFailureLikeOthers() {
        try (var sender = Sending.sender(Sending.LOOPBACK, InetAddress::getAllByName)) {
            for (String url : List.of("http://127.0.0.1:99999/", "http://a b/", "http:///")) {
                assertThat(sender.send(Sending.delivery(url)).isSuccess()).as(url).isFalse();
            }
        }
    }
}
