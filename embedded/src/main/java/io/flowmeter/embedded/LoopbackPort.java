package io.flowmeter.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1, the only address the embedded services listen on. */
final class LoopbackPort {

    static final String HOST = "127.0.0.1";

    private LoopbackPort() {}

    /**
     * Returns {@code port}, or a free one for 0. The port is only looked at, not held: a program
     * that takes it before the service does makes that service's own start fail.
     *
     * @throws PortTakenException if another program listens on {@code port}
     */
    static int choose(String service, int port) throws IOException {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "port of " + service + " must be 0 (any free port) to 65535, was " + port);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortTakenException(service, port, e);
        }
    }
}
