package io.flowmeter.bench.oracle;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date-time with an offset as RFC 3339 section 5.6 has it, from 1970 to 9999, cut to the
 * millisecond. A leap second is refused: no Java clock has it.
 */
final class Rfc3339 {
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
                            + "(\\.[0-9]+)?([Zz]|([+-])([0-9]{2}):([0-9]{2}))");
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Rfc3339() {}

    static Instant read(String text) throws RefusedException {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches()) {
            throw new RefusedException("BAD_TIME");
        }
        Instant time;
        try {
            time =
                    LocalDateTime.of(
                                    number(parts, 1),
                                    number(parts, 2),
                                    number(parts, 3),
                                    number(parts, 4),
                                    number(parts, 5),
                                    number(parts, 6))
                            .toInstant(ZoneOffset.UTC)
                            .plusMillis(millis(parts.group(7)))
                            .minusSeconds(offsetSeconds(parts));
        } catch (DateTimeException e) {
            throw new RefusedException("BAD_TIME");
        }
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new RefusedException("BAD_TIME");
        }
        return time;
    }

    private static long offsetSeconds(Matcher parts) throws RefusedException {
        if (parts.group(9) == null) {
            return 0;
        }
        int hours = number(parts, 10);
        int minutes = number(parts, 11);
        if (hours > 23 || minutes > 59) {
            throw new RefusedException("BAD_TIME");
        }
        long seconds = (hours * 60L + minutes) * 60;
        return parts.group(9).equals("-") ? -seconds : seconds;
    }

    private static long millis(@Nullable String fraction) {
        return fraction == null ? 0 : Long.parseLong((fraction + "000").substring(1, 4));
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
