package io.flowmeter.api.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The events of one request, each as the JSON text it was sent as: digits, escapes and unknown
 * attributes stay what they were.
 *
 * @param isSingle the request is one event, not a list that happens to have one
 */
public record EventBatch(List<String> items, boolean isSingle) {

    /** Most events in one request. */
    public static final int MAX_EVENTS = 1_000;

    /** Finds where items begin and end; whether an item is well-formed is asked item by item. */
    private static final JsonFactory BOUNDARIES =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    public EventBatch {
        items = List.copyOf(items);
    }

    /**
     * One JSON object, or an array of anything.
     *
     * @throws ProblemException INVALID_REQUEST or TOO_MANY_EVENTS
     */
    static EventBatch ofJson(String text) {
        try (JsonParser parser = BOUNDARIES.createParser(text.toCharArray())) {
            JsonToken first = parser.nextToken();
            List<String> items = new ArrayList<>();
            if (first == JsonToken.START_OBJECT) {
                items.add(item(parser, text));
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(item(parser, text));
                    requireAtMostMax(items.size());
                }
            } else {
                throw invalid(
                        first == null
                                ? "is empty"
                                : "must be a JSON object or an array of objects, was " + first);
            }
            if (parser.nextToken() != null) {
                throw invalid("has text after the JSON value");
            }
            return new EventBatch(items, first == JsonToken.START_OBJECT);
        } catch (JsonProcessingException e) {
            throw invalid(Json.problemOf(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /**
     * One JSON text per line; blank lines do not count.
     *
     * @throws ProblemException TOO_MANY_EVENTS
     */
    static EventBatch ofLines(String text) {
        List<String> items =
                text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .limit(MAX_EVENTS + 1L)
                        .collect(Collectors.toList());
        requireAtMostMax(items.size());
        return new EventBatch(items, false);
    }

    private static String item(JsonParser parser, String text) throws IOException {
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        long end = parser.currentLocation().getCharOffset();
        return text.substring(Math.toIntExact(start), Math.toIntExact(end));
    }

    private static void requireAtMostMax(int events) {
        if (events > MAX_EVENTS) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_EVENTS,
                    "a request must have at most "
                            + MAX_EVENTS
                            + " events; none of this one was stored, send several requests");
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemCode.INVALID_REQUEST, "the body " + detail);
    }
}
