package io.flowmeter.api.webhook;

import io.flowmeter.api.webhook.CheckedHostNames.RefusedAddressException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** What went wrong with an attempt, in words that tell a client nothing about our network. */
final class SendErrors {

    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private SendErrors() {}

    static String text(IOException e) {
        if (e instanceof RefusedAddressException) {
            return "not sent: " + e.getMessage();
        }
        if (e instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (e instanceof SSLException) {
            return "no TLS connection: " + e.getMessage();
        }
        if (e instanceof ConnectException || e instanceof SocketTimeoutException) {
            return "no connection";
        }
        return "the connection broke off";
    }

    /** The header {@code Retry-After} (RFC 9110, section 10.2.3), at most a day; null if none. */
    static @Nullable Duration retryAfter(ClassicHttpResponse response, Instant now) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null) {
            return null;
        }
        String text = header.getValue().strip();
        Duration wait;
        try {
            wait =
                    text.matches("\\d{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(text))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant());
        } catch (DateTimeParseException e) {
            return null; // The receiver's mistake: then the schedule alone decides.
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
