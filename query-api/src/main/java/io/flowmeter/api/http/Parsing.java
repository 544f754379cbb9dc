package io.flowmeter.api.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the values the API's parameters and bodies share; wrong ones say what was expected. */
public final class Parsing {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Parsing() {}

    /** An id that the API gave out; empty if it cannot be one. */
    public static Optional<UUID> uuid(String text) {
        return UUID_TEXT.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    /**
     * {@code true} or {@code false}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false, was \"" + text + "\"");
        }
        return text.equals("true");
    }

    /**
     * An RFC 3339 date-time with an offset, years 1970 to 9999, to the millisecond.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Instant instant(String text) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be an RFC 3339 date-time with an offset, such as 2026-03-01T00:00:00Z,"
                            + " was \""
                            + text
                            + "\"",
                    e);
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "must lie between years 1970 and 9999, was \"" + text + "\"");
        }
        if (!instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException(
                    "must have at most three digits of a second, was \"" + text + "\"");
        }
        return instant;
    }

    /**
     * A name of the IANA time zone database.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static ZoneId zone(String text) {
        if (!ZONES.contains(text)) {
            throw new IllegalArgumentException(
                    "must be an IANA time zone, such as Europe/Berlin, was \"" + text + "\"");
        }
        return ZoneId.of(text);
    }

    /**
     * A day, {@code 2026-01-31}, years 1970 to 9999.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a day such as 2026-01-31, was \"" + text + "\"", e);
        }
        throw new IllegalArgumentException(
                "must lie between years 1970 and 9999, was \"" + text + "\"");
    }
}
