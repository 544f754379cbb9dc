package io.flowmeter.api.email;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of e-mail.
 *
 * @param isEncrypted TLS from the first byte (smtps)
 * @param requiresStartTls otherwise it is used where the server offers it
 * @param user null: no authentication
 * @param password never printed
 * @param from the sender's address
 */
public record EmailSettings(
        String host,
        int port,
        boolean isEncrypted,
        boolean requiresStartTls,
        @Nullable String user,
        @Nullable String password,
        String from) {

    private static final int SUBMISSION_PORT = 587;
    private static final int SMTPS_PORT = 465;

    /**
     * Reads {@code smtp://user:password@host:587} or {@code smtps://…}. Who gives a password gets
     * TLS, too: over smtp, STARTTLS is then required, unless the URL ends with {@code
     * ?starttls=optional}.
     *
     * @throws IllegalArgumentException saying what was expected, without the value
     */
    public static EmailSettings parse(String url, String from) {
        if (!from.matches("[^\\s@<>]+@[^\\s@<>]+")) {
            throw new IllegalArgumentException("the sender must be an e-mail address");
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(expected(), null);
        }
        boolean isSmtps = "smtps".equals(uri.getScheme());
        boolean isOptional = "starttls=optional".equals(uri.getQuery());
        if ((!isSmtps && !"smtp".equals(uri.getScheme()))
                || uri.getHost() == null
                || (uri.getQuery() != null && !isOptional)) {
            throw new IllegalArgumentException(expected());
        }
        String[] login = uri.getRawUserInfo() == null ? null : uri.getRawUserInfo().split(":", 2);
        int defaultPort = isSmtps ? SMTPS_PORT : SUBMISSION_PORT;
        return new EmailSettings(
                uri.getHost(),
                uri.getPort() < 0 ? defaultPort : uri.getPort(),
                isSmtps,
                !isSmtps && login != null && !isOptional,
                login == null ? null : decoded(login[0]),
                login == null || login.length == 1 ? null : decoded(login[1]),
                from);
    }

    /** What follows the at sign of the sender's address. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return "EmailSettings[host=" + host + ", port=" + port + ", from=" + from + "]";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String expected() {
        return "must be like smtp://user:password@host:587, smtps://host, or"
                + " smtp://host:25?starttls=optional";
    }
}
