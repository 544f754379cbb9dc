package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void portsAreDifferentAndBelowThoseOfOutgoingConnections() {
        var ports = Ports.free();

        assertThat(
                        Stream.of(
                                ports.kafka(),
                                ports.kafkaController(),
                                ports.postgres(),
                                ports.jobManager(),
                                ports.blobs(),
                                ports.rest(),
                                ports.api()))
                .doesNotHaveDuplicates()
                .allMatch(port -> port >= 20_000 && port < 32_000);
    }

    @Test
    void portsAreNotFreeWhileSomebodyListensOnOne() throws Exception {
        var ports = Ports.free();

        try (var listener = new ServerSocket(ports.rest(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(listener.isBound()).isTrue();
            assertThat(ports.areFree()).isFalse();
        }
    }
}
