import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/**
 * An API of your own that Flowmeter's limits stand in front of: each request is checked before it is
 * served, and recorded after. The filter works in any servlet container.
 *
 * <pre>java -cp 'quickstart-app/target/lib/*' samples/enforcement/EnforcedApi.java \
 *     http://127.0.0.1:8080 "$KEY" api_calls api.request 8090
 * curl -i -H 'X-Tenant: acme' http://127.0.0.1:8090/hello</pre>
 *
 * <p>Arguments: Flowmeter's address, a key of scopes read and ingest, the meter (a COUNT), the type
 * of its events, and the port to listen on.
 */
public final class EnforcedApi {

    private EnforcedApi() {}

    public static void main(String[] args) {
        start(URI.create(args[0]), args[1], args[2], args[3], Integer.parseInt(args[4]));
    }

    /** Serves /hello to whoever has calls left. */
    public static Javalin start(
            URI flowmeter, String key, String meter, String eventType, int port) {
        var filter = new LimitFilter(flowmeter, key, meter, eventType, Unanswered.ALLOW);
        return Javalin.create(
                        config -> {
                            config.jetty.modifyServletContextHandler(
                                    context ->
                                            context.addFilter(
                                                    new FilterHolder(filter),
                                                    "/*",
                                                    EnumSet.of(DispatcherType.REQUEST)));
                            config.routes.get("/hello", ctx -> ctx.result("hello"));
                            config.routes.get("/broken", ctx -> ctx.status(500));
                        })
                .start("127.0.0.1", port);
    }

    /** What becomes of a request while Flowmeter gives no answer: your decision, not the limit's. */
    enum Unanswered {
        ALLOW,
        DENY
    }

    /** Reserves one call before a request, and records it, or gives it back, after. */
    record LimitFilter(
            URI flowmeter, String key, String meter, String eventType, Unanswered unanswered)
            implements Filter {

        private static final ObjectMapper JSON = new ObjectMapper();

        /** A check takes milliseconds; a request must not wait for more than it is worth. */
        private static final Duration PATIENCE = Duration.ofMillis(500);

        private static final HttpClient CLIENT =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var answer = (HttpServletResponse) response;
            // Take it from what you authenticate: whoever names the tenant spends its calls.
            String tenant = ((HttpServletRequest) request).getHeader("X-Tenant");
            if (tenant == null) {
                answer.sendError(401, "send the header X-Tenant");
                return;
            }
            String id = UUID.randomUUID().toString();
            HttpResponse<String> check = check(tenant, id);
            boolean isAnswered = check != null && check.statusCode() < 500;
            if (isAnswered && check.statusCode() == 429) {
                refuse(answer, check);
            } else if (isAnswered ? check.statusCode() == 200 : unanswered == Unanswered.ALLOW) {
                serve(request, answer, chain, tenant, id, isAnswered ? reservation(check) : null);
            } else {
                answer.sendError(503, "limits cannot be checked now");
            }
        }

        private void serve(
                ServletRequest request,
                HttpServletResponse response,
                FilterChain chain,
                String tenant,
                String id,
                String reservation)
                throws IOException, ServletException {
            boolean isServed = false;
            try {
                chain.doFilter(request, response);
                isServed = response.getStatus() < 500;
            } finally {
                if (isServed) {
                    record(tenant, id, reservation);
                } else if (reservation != null) {
                    send(request("/v1/reservations/" + reservation).DELETE());
                }
            }
        }

        /** The identity of the event to come makes a repeated check find what it reserved. */
        private HttpResponse<String> check(String tenant, String id) throws IOException {
            String body =
                    JSON.writeValueAsString(
                            Map.of(
                                    "quantity", 1,
                                    "reserve", true,
                                    "event", Map.of("source", "enforced-api", "id", id)));
            String name = URLEncoder.encode(tenant, StandardCharsets.UTF_8).replace("+", "%20");
            return send(
                    post("/v1/tenants/" + name + "/entitlements/" + meter + ":check", body));
        }

        private void record(String tenant, String id, String reservation) throws IOException {
            var event =
                    new HashMap<>(
                            Map.<String, Object>of(
                                    "specversion", "1.0",
                                    "id", id,
                                    "source", "enforced-api",
                                    "type", eventType,
                                    "subject", tenant,
                                    "time", Instant.now().toString()));
            if (reservation != null) {
                event.put("reservation", reservation);
            }
            HttpResponse<String> stored =
                    send(post("/v1/events", JSON.writeValueAsString(event)));
            if (stored == null || stored.statusCode() != 202) {
                // Usage that happened must not get lost: keep the event and send it again, as it is.
                System.err.println("not recorded, send it again: " + event);
            }
        }

        private static void refuse(HttpServletResponse response, HttpResponse<String> check)
                throws IOException {
            response.setStatus(429);
            response.setContentType("application/problem+json");
            check.headers()
                    .firstValue("Retry-After")
                    .ifPresent(wait -> response.setHeader("Retry-After", wait));
            response.getOutputStream().write(check.body().getBytes(StandardCharsets.UTF_8));
        }

        private static String reservation(HttpResponse<String> check) throws IOException {
            return JSON.readTree(check.body()).path("reservation").textValue();
        }

        private HttpRequest.Builder post(String path, String body) {
            return request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(flowmeter.resolve(path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + key);
        }

        /** Null if there is no answer in time. */
        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                System.err.println("no answer from Flowmeter: " + e);
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }
}
