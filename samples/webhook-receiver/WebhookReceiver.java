import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives Flowmeter's webhooks and prints each once, if its signature is right: what the libraries of
 * standardwebhooks.com do, with the JDK alone.
 *
 * <pre>java samples/webhook-receiver/WebhookReceiver.java "$SECRET" 8091</pre>
 *
 * <p>Arguments: the endpoint's secret, whsec_…, and the port to listen on.
 */
public final class WebhookReceiver {

    /** Older ones may be somebody's copies. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int REMEMBERED = 10_000;

    private final byte[] secret;

    /** A webhook may come again, under the same id. Keep them where a restart does not lose them. */
    private final Set<String> handled =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(Map.Entry<String, Boolean> e) {
                                    return size() > REMEMBERED;
                                }
                            }));

    private WebhookReceiver(String secret) {
        this.secret = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    public static void main(String[] args) throws IOException {
        start(args[0], Integer.parseInt(args[1]));
    }

    /** Listens on this machine only. */
    public static HttpServer start(String secret, int port) throws IOException {
        var receiver = new WebhookReceiver(secret);
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", receiver::receive);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return server;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = header(exchange, "webhook-id");
            String timestamp = header(exchange, "webhook-timestamp");
            boolean isGenuine =
                    isRecent(timestamp)
                            && isSigned(header(exchange, "webhook-signature"), id, timestamp, body);
            if (isGenuine && handled.add(id)) {
                System.out.println(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(isGenuine ? 204 : 401, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static boolean isRecent(String timestamp) {
        if (!timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant sentAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(sentAt, Instant.now()).abs().compareTo(TOLERANCE) < 0;
    }

    /** While a secret is replaced there are two signatures; one must be right. */
    private boolean isSigned(String signatures, String id, String timestamp, byte[] body) {
        byte[] right = signature(id + "." + timestamp + ".", body).getBytes(StandardCharsets.UTF_8);
        for (String one : signatures.split(" ")) {
            if (MessageDigest.isEqual(right, one.getBytes(StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }

    /** Over the bytes that came, not over JSON that was read and written again. */
    private String signature(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
