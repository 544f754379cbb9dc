package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the services listen, all on 127.0.0.1; the same over all restarts of a service.
 *
 * @param kafkaController where the broker's own controller listens
 * @param jobManager Flink's internal address
 * @param blobs where TaskManagers fetch the job's jar
 * @param rest Flink's web UI and REST API
 * @param secondApi taken only where there are two
 */
record Ports(
        int kafka,
        int kafkaController,
        int postgres,
        int jobManager,
        int blobs,
        int rest,
        int api,
        int secondApi) {

    static final String HOST = "127.0.0.1";

    /**
     * Below the ports that Linux gives to outgoing connections (32768 and up): one of those could
     * take a service's port while the service is down.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int COUNT = 8;

    /** Ports nobody listens on. They are looked at, not held. */
    static Ports free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            while (held.size() < COUNT) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
                var socket = new ServerSocket();
                try {
                    socket.bind(new InetSocketAddress(loopback(), port));
                    held.add(socket);
                } catch (IOException e) {
                    socket.close(); // taken: draw another one
                }
            }
            return of(held.stream().map(ServerSocket::getLocalPort).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("could not look for free ports", e);
        } finally {
            held.forEach(Ports::release);
        }
    }

    /** Whether nobody listens on any of them. */
    boolean areFree() {
        return List.of(kafka, kafkaController, postgres, jobManager, blobs, rest, api, secondApi)
                .stream()
                .allMatch(Ports::isFree);
    }

    private static Ports of(List<Integer> ports) {
        return new Ports(
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                ports.get(4),
                ports.get(5),
                ports.get(6),
                ports.get(7));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException e) {
            return false; // that is the answer
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not let go of a port", e);
        }
    }
}
