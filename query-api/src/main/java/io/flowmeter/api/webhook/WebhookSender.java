package io.flowmeter.api.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * Posts webhooks. It follows no redirect, believes no body, keeps no cookie, uses no proxy and
 * repeats nothing by itself; after {@link #TIMEOUT} an attempt has failed, whatever the receiver
 * does.
 */
final class WebhookSender implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final long MAX_READ_BYTES = 10_000;

    private final SecretBox secrets;
    private final Clock clock;
    private final Duration timeout;
    private final CloseableHttpClient https;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService deadlines;

    WebhookSender(AddressPolicy policy, SecretBox secrets, Clock clock) {
        this(policy, secrets, clock, InetAddress::getAllByName, TIMEOUT);
    }

    WebhookSender(
            AddressPolicy policy,
            SecretBox secrets,
            Clock clock,
            HostNames names,
            Duration timeout) {
        this.secrets = secrets;
        this.clock = clock;
        this.timeout = timeout;
        https = WebhookClient.create(new CheckedHostNames(names, policy, true), timeout);
        http = WebhookClient.create(new CheckedHostNames(names, policy, false), timeout);
        deadlines =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            var thread = new Thread(work, "webhook-deadlines");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    AttemptOutcome send(ClaimedDelivery delivery) {
        Instant startedAt = clock.instant();
        long start = System.nanoTime();
        try {
            URI url = URI.create(delivery.url());
            HttpPost request = request(url, delivery, startedAt);
            return post(request, "https".equals(url.getScheme()) ? https : http, startedAt, start);
        } catch (IOException e) {
            boolean isLate = elapsed(start).compareTo(timeout) >= 0;
            return failed(startedAt, start, isLate ? noAnswer() : SendErrors.text(e));
        } catch (IllegalArgumentException e) {
            return failed(startedAt, start, "the URL cannot be requested");
        } catch (GeneralSecurityException e) {
            String error = "the signing secret cannot be opened: " + e.getMessage();
            return failed(startedAt, start, error);
        }
    }

    private static AttemptOutcome failed(Instant startedAt, long start, String error) {
        return new AttemptOutcome(startedAt, elapsed(start), null, error, null);
    }

    private AttemptOutcome post(
            HttpPost request, CloseableHttpClient client, Instant startedAt, long start)
            throws IOException {
        var deadline =
                deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            var outcome = answered(response, startedAt, elapsed(start));
            leave(request, response);
            return outcome;
        } catch (IllegalStateException e) {
            if (request.isCancelled()) {
                // So the client says that it was cancelled before it had a connection.
                throw new IOException(noAnswer(), e);
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private HttpPost request(URI url, ClaimedDelivery delivery, Instant now)
            throws GeneralSecurityException {
        String signatures = signature(delivery.secret(), delivery, now);
        byte[] previous = delivery.previousSecret();
        if (previous != null) {
            signatures += " " + signature(previous, delivery, now);
        }
        var request = new HttpPost(url);
        request.setHeader("webhook-id", delivery.webhookId());
        request.setHeader("webhook-timestamp", now.getEpochSecond());
        request.setHeader("webhook-signature", signatures);
        request.setEntity(new StringEntity(delivery.body(), ContentType.APPLICATION_JSON));
        return request;
    }

    private String signature(byte[] stored, ClaimedDelivery delivery, Instant now)
            throws GeneralSecurityException {
        return new SigningSecret(secrets.open(stored, delivery.endpointId()))
                .sign(delivery.webhookId(), now, delivery.body());
    }

    private static AttemptOutcome answered(
            ClassicHttpResponse response, Instant startedAt, Duration duration) {
        int status = response.getCode();
        String error = status / 100 == 2 ? null : "answered " + status;
        return new AttemptOutcome(
                startedAt, duration, status, error, SendErrors.retryAfter(response, startedAt));
    }

    /** Keeps the connection for the next attempt, unless a body of many bytes is on its way. */
    private static void leave(HttpPost request, ClassicHttpResponse response) {
        HttpEntity entity = response.getEntity();
        boolean isShort =
                entity == null
                        || (entity.getContentLength() >= 0
                                && entity.getContentLength() <= MAX_READ_BYTES);
        if (isShort) {
            EntityUtils.consumeQuietly(entity);
        } else {
            request.cancel();
        }
    }

    private String noAnswer() {
        return "no answer within " + timeout.toSeconds() + " s";
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        https.close(CloseMode.IMMEDIATE);
        http.close(CloseMode.IMMEDIATE);
    }
}
