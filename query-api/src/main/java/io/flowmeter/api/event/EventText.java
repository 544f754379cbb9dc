package io.flowmeter.api.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.Utf8;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One usage event as JSON text, with its context attributes read. The text is never written anew:
 * attributes are put into it and everything else stays, to the last digit.
 */
final class EventText {

    /** Names the reservation that an event confirms; what it holds is not checked. */
    static final String RESERVATION = "reservation";

    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "namespace", "subject", "source", "id", "type", "time");

    private static final JsonFactory STRICT =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String json;
    private final Map<String, String> attributes = new HashMap<>();

    /** Where an attribute that is sent as null has its null. */
    private final Map<String, Integer> nulls = new HashMap<>();

    private @Nullable RejectedEventException firstProblem;

    private EventText(String json) {
        this.json = json;
    }

    /** Never fails: what is wrong is kept for {@link #throwIfWrong()}, so that the id is known. */
    static EventText read(String json) {
        var text = new EventText(json);
        try (JsonParser parser = STRICT.createParser(json.toCharArray())) {
            text.read(parser);
        } catch (JsonProcessingException e) {
            text.wrong(RejectionReason.UNPARSABLE, "the event " + Json.problemOf(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return text;
    }

    @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    /**
     * @throws RejectedEventException for the first thing wrong
     */
    void throwIfWrong() throws RejectedEventException {
        if (firstProblem != null) {
            throw firstProblem;
        }
    }

    /** The text with values for attributes it does not have. */
    String with(Map<String, String> missing) {
        var edited = new StringBuilder(json);
        TreeMap<Integer, String> nullsBackwards = new TreeMap<>();
        for (String name : missing.keySet()) {
            Optional.ofNullable(nulls.get(name)).ifPresent(at -> nullsBackwards.put(at, name));
        }
        nullsBackwards
                .descendingMap()
                .forEach(
                        (at, name) ->
                                edited.replace(
                                        at, at + "null".length(), Json.write(missing.get(name))));
        missing.forEach(
                (name, value) -> {
                    if (!nulls.containsKey(name)) {
                        edited.insert(1, Json.write(name) + ":" + Json.write(value) + ",");
                    }
                });
        return edited.toString();
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            wrong(RejectionReason.UNPARSABLE, "an event must be a JSON object");
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (ATTRIBUTES.contains(name)) {
                readAttribute(parser, name, value);
            } else if (name.equals(RESERVATION) && value != JsonToken.VALUE_NULL) {
                attributes.put(name, parser.getText());
            } else if (name.equals(RESERVATION)) {
                readAttribute(parser, name, value);
            } else if (name.equals("data")) {
                checkData(value);
            } else if (name.equals("data_base64") && value != JsonToken.VALUE_NULL) {
                wrong(RejectionReason.UNPARSABLE, "data_base64 is not supported, send data");
            }
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            wrong(RejectionReason.UNPARSABLE, "the event has text after its JSON object");
        }
    }

    private void readAttribute(JsonParser parser, String name, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            long at = parser.currentTokenLocation().getCharOffset();
            nulls.put(name, Math.toIntExact(at));
        } else if (value != JsonToken.VALUE_STRING) {
            wrong(RejectionReason.INVALID_ATTRIBUTE, "attribute " + name + " must be a string");
        } else if (!Utf8.isStorable(parser.getText())) {
            wrong(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "attribute " + name + " must not contain U+0000 or half of a surrogate pair");
        } else {
            attributes.put(name, parser.getText());
        }
    }

    private void checkData(JsonToken value) {
        if (value != JsonToken.START_OBJECT && value != JsonToken.VALUE_NULL) {
            wrong(RejectionReason.UNPARSABLE, "data must be a JSON object, was " + value);
        }
    }

    private void wrong(RejectionReason reason, String detail) {
        if (firstProblem == null) {
            firstProblem = new RejectedEventException(reason, detail);
        }
    }
}
