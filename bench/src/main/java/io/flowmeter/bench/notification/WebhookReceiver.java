package io.flowmeter.bench.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Whatever is posted to it, it counts by path and {@code webhook-id}, and notes when it came. */
public final class WebhookReceiver implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int OK = 204;
    private static final int UNAVAILABLE = 503;

    /** One message of so many is refused once by a receiver that refuses. */
    private static final int REFUSED_OF = 24;

    private final HttpServer server;
    private final boolean isRefusing;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<Message, Received> received = new HashMap<>();

    /**
     * @param path of the endpoint's URL
     * @param webhookId header {@code webhook-id}; empty if there was none
     */
    public record Message(String path, String webhookId) {}

    /**
     * @param times how often it was posted
     * @param body of the first time
     * @param isSame whether each body was like the first
     * @param firstNanos {@link System#nanoTime()} of the first time
     */
    public record Received(long times, String body, boolean isSame, long firstNanos) {
        Received again(String other) {
            return new Received(times + 1, body, isSame && body.equals(other), firstNanos);
        }
    }

    private WebhookReceiver(HttpServer server, boolean isRefusing) {
        this.server = server;
        this.isRefusing = isRefusing;
    }

    /** Takes everything, on a free port of 127.0.0.1. */
    public static WebhookReceiver start() throws IOException {
        return start(false);
    }

    /**
     * The same, but now and then it answers 503 the first time although it has the message, as if
     * the answer were lost: a sender has to send it again, under the same id.
     */
    public static WebhookReceiver startRefusingSome() throws IOException {
        return start(true);
    }

    private static WebhookReceiver start(boolean isRefusing) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        var receiver = new WebhookReceiver(server, isRefusing);
        server.createContext("/", receiver::receive);
        server.setExecutor(receiver.threads);
        server.start();
        return receiver;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** All that was received so far. */
    public synchronized Map<Message, Received> received() {
        return Map.copyOf(received);
    }

    private void receive(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            byte[] body = exchange.getRequestBody().readAllBytes();
            var message = new Message(exchange.getRequestURI().getPath(), id == null ? "" : id);
            Received known = note(message, new String(body, StandardCharsets.UTF_8), now);
            boolean isRefused =
                    isRefusing
                            && known.times() == 1
                            && Math.floorMod(message.hashCode(), REFUSED_OF) == 0;
            exchange.sendResponseHeaders(isRefused ? UNAVAILABLE : OK, -1);
        }
    }

    private synchronized Received note(Message message, String body, long nanos) {
        return received.merge(
                message,
                new Received(1, body, true, nanos),
                (known, once) -> known.again(once.body()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
