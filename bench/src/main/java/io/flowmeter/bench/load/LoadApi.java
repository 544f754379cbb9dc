package io.flowmeter.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the API, and asks again while it is down or says that it cannot now. */
final class LoadApi {
    private static final Logger LOG = LoggerFactory.getLogger(LoadApi.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long LONGEST_DELAY_MILLIS = 3_000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final URI base;
    private final Map<String, String> keys;

    /**
     * @param keys API keys by namespace
     */
    LoadApi(URI base, Map<String, String> keys) {
        this.base = base;
        this.keys = Map.copyOf(keys);
    }

    /** An answer that no repetition would change. */
    record Answer(String method, int status, String body) {

        /**
         * Whether it is done; also if an earlier try had done it already, whose answer was lost:
         * what was created exists then, and what was deleted does not.
         */
        boolean isDone() {
            return status / 100 == 2
                    || status == CONFLICT
                    || (status == NOT_FOUND && method.equals("DELETE"));
        }
    }

    /**
     * Returns the first answer that is final.
     *
     * @throws InterruptedException if this thread is told to stop while the API is down
     */
    Answer ask(LoadStep.Ask request) throws InterruptedException {
        long delayMillis = FIRST_DELAY_MILLIS;
        while (true) {
            try {
                var response =
                        http.send(of(request), BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (isFinal(response.statusCode())) {
                    return new Answer(request.method(), response.statusCode(), response.body());
                }
                LOG.debug("{} {}: {}", request.method(), request.path(), response.body());
            } catch (IOException e) {
                LOG.debug("{} {}: {}", request.method(), request.path(), e.toString());
            }
            Thread.sleep(delayMillis);
            delayMillis = Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS);
        }
    }

    private static boolean isFinal(int status) {
        return status / 100 != 5 && status != TOO_MANY_REQUESTS;
    }

    private HttpRequest of(LoadStep.Ask request) {
        return HttpRequest.newBuilder(base.resolve(request.path()))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + keys.get(request.namespace()))
                .header("Content-Type", request.contentType())
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(request.body()))
                .build();
    }
}
