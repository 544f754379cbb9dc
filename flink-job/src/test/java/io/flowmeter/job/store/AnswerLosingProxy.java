package io.flowmeter.job.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the sink and Postgres. When told to, it lets the next COMMIT through, waits for
 * Postgres's answer and cuts the connection instead of passing it on.
 */
final class AnswerLosingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int postgresPort;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger answersLost = new AtomicInteger();

    AnswerLosingProxy(int postgresPort) throws IOException {
        this.postgresPort = postgresPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Without prepared statements, so that every COMMIT has its name on the wire. */
    PostgresSettings settings(PostgresSettings direct) {
        var url = direct.jdbcUrl().replace(":" + postgresPort, ":" + listener.getLocalPort());
        return new PostgresSettings(url + "?prepareThreshold=0", direct.user(), direct.password());
    }

    void loseTheAnswerToTheNextCommit() {
        armed.set(true);
    }

    int answersLost() {
        return answersLost.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() throws IOException {
        while (true) {
            var client = listener.accept();
            var server = new Socket(InetAddress.getLoopbackAddress(), postgresPort);
            var losing = new AtomicBoolean();
            start(() -> pass(client, server, losing));
            start(() -> passBack(server, client, losing));
        }
    }

    private void pass(Socket client, Socket server, AtomicBoolean losing) throws IOException {
        try (client;
                server) {
            for (var bytes = read(client); bytes.length > 0; bytes = read(client)) {
                var text = new String(bytes, StandardCharsets.ISO_8859_1);
                if (text.contains("COMMIT") && armed.compareAndSet(true, false)) {
                    losing.set(true);
                }
                server.getOutputStream().write(bytes);
            }
        }
    }

    private void passBack(Socket server, Socket client, AtomicBoolean losing) throws IOException {
        try (client;
                server) {
            for (var bytes = read(server); bytes.length > 0; bytes = read(server)) {
                if (losing.get()) {
                    answersLost.incrementAndGet();
                    return;
                }
                client.getOutputStream().write(bytes);
            }
        }
    }

    private static byte[] read(Socket from) throws IOException {
        InputStream in = from.getInputStream();
        var buffer = new byte[1 << 16];
        var length = in.read(buffer);
        return Arrays.copyOf(buffer, Math.max(0, length));
    }

    /** A closed socket is how both loops end. */
    private static void start(SocketLoop loop) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                loop.run();
                            } catch (IOException e) {
                                // The other side is gone; so is this loop.
                            }
                        },
                        "answer-losing-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface SocketLoop {
        void run() throws IOException;
    }
}
