package io.flowmeter.api.deadletter;

import io.flowmeter.core.event.LogPosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Positions and list places as texts: {@code usage-events-4@88123}, and after an instant. */
final class Positions {

    private static final Pattern POSITION = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18})");

    private Positions() {}

    /** A place in a list that is ordered by time, newest first, then by position. */
    record Place(Instant time, LogPosition position) {

        /** Before everything there is. */
        static final Place FIRST =
                new Place(Instant.parse("9999-12-31T23:59:59Z"), new LogPosition("", -1, -1));

        @Override
        public String toString() {
            return time + " " + position;
        }

        /**
         * @throws IllegalArgumentException if the text is no place
         */
        static Place parse(String text) {
            int space = text.indexOf(' ');
            Optional<LogPosition> position = Positions.parse(text.substring(space + 1));
            try {
                return new Place(
                        Instant.parse(text.substring(0, Math.max(space, 0))),
                        position.orElseThrow());
            } catch (DateTimeException | NoSuchElementException e) {
                throw new IllegalArgumentException("must be a nextCursor of this list", e);
            }
        }
    }

    static Optional<LogPosition> parse(String text) {
        Matcher parts = POSITION.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new LogPosition(
                                parts.group(1),
                                Integer.parseInt(parts.group(2)),
                                Long.parseLong(parts.group(3))))
                : Optional.empty();
    }
}
