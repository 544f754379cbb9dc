package io.flowmeter.core.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Date-times as RFC 3339 section 5.6 writes them: seconds and an offset must be there, the offset's
 * hours are 00 to 23, a fraction may have any number of digits, and T and Z may be small. A leap
 * second ({@code :60}) is refused, because no Java clock has it: producers that see one mean the
 * second before or after it, and only they know which.
 */
final class Rfc3339 {
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
                            + "(?:\\.([0-9]++))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");
    private static final int NANO_DIGITS = 9;

    private Rfc3339() {}

    /** The instant, where digits finer than a nanosecond are cut off; empty for any other text. */
    static Optional<Instant> find(String text) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            number(parts, 1),
                            number(parts, 2),
                            number(parts, 3),
                            number(parts, 4),
                            number(parts, 5),
                            number(parts, 6),
                            nanos(parts.group(7)));
            return Optional.of(local.toInstant(ZoneOffset.UTC).minusSeconds(offsetSeconds(parts)));
        } catch (DateTimeException e) {
            return Optional.empty(); // no such day, hour, minute or second
        }
    }

    private static long offsetSeconds(Matcher parts) {
        String sign = parts.group(8);
        if (sign == null) {
            return 0;
        }
        long seconds = 3_600L * number(parts, 9) + 60L * number(parts, 10);
        return sign.equals("-") ? -seconds : seconds;
    }

    private static int nanos(@Nullable String fraction) {
        if (fraction == null) {
            return 0;
        }
        String digits = fraction + "0".repeat(NANO_DIGITS);
        return Integer.parseInt(digits.substring(0, NANO_DIGITS));
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
