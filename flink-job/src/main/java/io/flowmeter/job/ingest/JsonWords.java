package io.flowmeter.job.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Jackson found wrong with a text, in words for whoever sent it: without Jackson's settings,
 * and with no more of the payload than a quotation.
 */
final class JsonWords {
    private static final String DUPLICATE = "Duplicate field '";
    private static final Pattern POSITION =
            Pattern.compile("\\[Source: [^;\\]]*; line: (\\d+), column: (\\d+)]");
    private static final Pattern SETTING =
            Pattern.compile(
                    ": enable `[^`]+` to allow"
                            + "|, from `StreamReadConstraints[^`]+`"
                            + "| \\(consider enabling `[^`]+` [^)]+\\)\\)"
                            + "| \\(not recognized as one since Feature [^)]+\\)");
    private static final Pattern LONG_TOKEN = Pattern.compile("token '([^']{64})[^']+'");

    private JsonWords() {}

    static String of(JsonProcessingException problem) {
        String message = problem.getOriginalMessage();
        if (message.startsWith(DUPLICATE)) {
            String name = message.substring(DUPLICATE.length(), message.length() - 1);
            return "duplicate name \"" + Printable.quote(name) + "\"";
        }
        String words = POSITION.matcher(message).replaceAll("line $1, column $2");
        words = SETTING.matcher(words).replaceAll("");
        words = LONG_TOKEN.matcher(words).replaceAll("token '$1…'");
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }
}
