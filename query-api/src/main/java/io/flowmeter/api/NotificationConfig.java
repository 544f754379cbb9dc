package io.flowmeter.api;

import io.flowmeter.api.email.EmailSettings;
import io.flowmeter.api.webhook.AddressRange;
import io.flowmeter.api.webhook.SecretBox;
import io.flowmeter.api.webhook.WebhookSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of webhooks and e-mail.
 *
 * @param email null: no e-mail is sent
 * @param keep how long notifications and what became of them are kept
 */
record NotificationConfig(WebhookSettings webhooks, @Nullable EmailSettings email, Duration keep) {

    /** Longer than any delivery is attempted. */
    private static final Duration LEAST_AGE = Duration.ofDays(7);

    /**
     * Reads the variables FLOWMETER_SECRETS_KEY, FLOWMETER_WEBHOOK_…, FLOWMETER_SMTP_… and …_AGE.
     */
    static NotificationConfig read(Map<String, String> environment, List<String> problems) {
        var reader = new Reader(environment, problems);
        return new NotificationConfig(
                new WebhookSettings(reader.keys(), reader.ranges()), reader.email(), reader.age());
    }

    /** Reads variables and notes what is wrong with them; never a secret's value. */
    private record Reader(Map<String, String> environment, List<String> problems) {

        private static final String KEY = "FLOWMETER_SECRETS_KEY";
        private static final String ALLOW = "FLOWMETER_WEBHOOK_ALLOW_PRIVATE";
        private static final String URL = "FLOWMETER_SMTP_URL";
        private static final String FROM = "FLOWMETER_SMTP_FROM";
        private static final String AGE = "FLOWMETER_NOTIFICATION_AGE";

        List<byte[]> keys() {
            List<byte[]> keys = new ArrayList<>();
            for (String text : list(secret(KEY))) {
                byte[] key = key(text);
                if (key.length == SecretBox.KEY_BYTES) {
                    keys.add(key);
                } else {
                    problems.add(KEY + " must be base64 of 32 bytes (openssl rand -base64 32)");
                }
            }
            return keys;
        }

        List<AddressRange> ranges() {
            List<AddressRange> ranges = new ArrayList<>();
            for (String text : list(text(ALLOW))) {
                try {
                    ranges.add(AddressRange.parse(text));
                } catch (IllegalArgumentException e) {
                    problems.add(ALLOW + " " + e.getMessage());
                }
            }
            return ranges;
        }

        @Nullable EmailSettings email() {
            String url = secret(URL);
            if (url.isEmpty()) {
                return null;
            }
            try {
                return EmailSettings.parse(url, text(FROM));
            } catch (IllegalArgumentException e) {
                problems.add(URL + " and " + FROM + ": " + e.getMessage());
                return null;
            }
        }

        Duration age() {
            String value = environment.getOrDefault(AGE, "P90D").strip();
            try {
                Duration age = Duration.parse(value);
                if (age.compareTo(LEAST_AGE) >= 0) {
                    return age;
                }
            } catch (DateTimeParseException e) {
                problems.add(AGE + " must be a duration such as P90D, was \"" + value + "\"");
                return LEAST_AGE;
            }
            problems.add(AGE + " must be at least P7D, was \"" + value + "\"");
            return LEAST_AGE;
        }

        private String text(String name) {
            return environment.getOrDefault(name, "").strip();
        }

        private String secret(String name) {
            String file = text(name + "_FILE");
            if (file.isEmpty()) {
                return text(name);
            }
            if (!text(name).isEmpty()) {
                problems.add("set " + name + " or " + name + "_FILE, not both");
            }
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException | InvalidPathException e) {
                problems.add(name + "_FILE cannot be read: " + e);
                return "";
            }
        }

        private static byte[] key(String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                return new byte[0]; // Then it has not 32 bytes, and that is what is noted.
            }
        }

        private static List<String> list(String text) {
            return List.of(text.split(",")).stream()
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }
}
