package io.flowmeter.api.crossing;

import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which crossings are asked for. Null: any.
 *
 * @param from not recorded before
 * @param to recorded before
 * @param after the place of the last crossing that the client has
 */
record CrossingSelection(
        @Nullable String tenant,
        @Nullable String meter,
        @Nullable String limitKey,
        @Nullable String direction,
        Instant from,
        Instant to,
        Place after,
        int limit) {

    private static final Set<String> KNOWN =
            Set.of("tenant", "meter", "limitKey", "direction", "from", "to", "limit", "cursor");
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");
    private static final Set<String> DIRECTIONS = Set.of("CROSSED", "RECOVERED");

    /**
     * A place in the list, newest first.
     *
     * @param id tells apart what was recorded in the same microsecond
     */
    record Place(Instant recordedAt, UUID id) {

        private static final Place FIRST = new Place(END_OF_TIME, new UUID(-1, -1));

        @Override
        public String toString() {
            return recordedAt + " " + id;
        }

        private static Place parse(String text) {
            int space = Math.max(text.indexOf(' '), 0);
            try {
                Instant recordedAt = Instant.parse(text.substring(0, space));
                if (recordedAt.isBefore(Instant.EPOCH) || recordedAt.isAfter(END_OF_TIME)) {
                    throw new DateTimeException("out of range");
                }
                return new Place(recordedAt, UUID.fromString(text.substring(space).strip()));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a nextCursor of this list", e);
            }
        }
    }

    /**
     * @throws ProblemException INVALID_REQUEST
     */
    static CrossingSelection read(Parameters parameters) {
        parameters.allow(KNOWN::contains);
        Instant from = parameters.parsed("from", Parsing::instant).orElse(Instant.EPOCH);
        Instant to = parameters.parsed("to", Parsing::instant).orElse(END_OF_TIME);
        if (!from.isBefore(to)) {
            throw ProblemException.parameter("to", "must be after from, " + from + ", was " + to);
        }
        return new CrossingSelection(
                parameters.one("tenant").orElse(null),
                parameters.one("meter").orElse(null),
                parameters.one("limitKey").orElse(null),
                parameters.parsed("direction", CrossingSelection::direction).orElse(null),
                from,
                to,
                after(parameters),
                Page.limit(parameters));
    }

    private static String direction(String text) {
        if (!DIRECTIONS.contains(text)) {
            throw new IllegalArgumentException(
                    "must be CROSSED or RECOVERED, was \"" + text + "\"");
        }
        return text;
    }

    private static Place after(Parameters parameters) {
        String cursor = Page.after(parameters).orElse(null);
        try {
            return cursor == null ? Place.FIRST : Place.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("cursor", String.valueOf(e.getMessage()));
        }
    }
}
