package io.flowmeter.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object field by field and collects everything wrong with it, so that the client
 * learns all of it at once. A field nobody asked for is an error too: it may be a misspelt one.
 * Null stands for an absent field.
 */
public final class JsonBody {

    private final ObjectNode object;
    private final String pointer;
    private final List<ProblemError> errors;
    private final Set<String> asked = new HashSet<>();

    JsonBody(ObjectNode object) {
        this(object, "#", new ArrayList<>());
    }

    private JsonBody(ObjectNode object, String pointer, List<ProblemError> errors) {
        this.object = object;
        this.pointer = pointer;
        this.errors = errors;
    }

    /** Whether the field is there, be it null. */
    public boolean has(String field) {
        return object.has(field);
    }

    /** Whether the field is there and not null. */
    public boolean isGiven(String field) {
        return node(field) != null;
    }

    /** The text, or null if there is none or it is wrong. */
    public @Nullable String text(String field, int maxLength) {
        JsonNode node = node(field);
        return node == null ? null : text(node, at(field), maxLength);
    }

    /** The text; empty if it is missing or wrong, which is noted. */
    public String requiredText(String field, int maxLength) {
        if (node(field) == null) {
            wrong(field, "is missing");
            return "";
        }
        return Objects.requireNonNullElse(text(field, maxLength), "");
    }

    /** What {@code parse} makes of the text; its IllegalArgumentException is noted. */
    public <T> @Nullable T parsed(String field, int maxLength, Function<String, T> parse) {
        String text = text(field, maxLength);
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException e) {
            wrong(field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The whole number, or null if there is none or it is wrong. */
    public @Nullable Integer integer(String field, int least, int greatest) {
        return made(field, node -> JsonWords.integer(node, least, greatest));
    }

    /** The decimal, a JSON number or a string of one, or null if there is none or it is wrong. */
    public @Nullable BigDecimal decimal(String field) {
        return made(field, JsonWords::decimal);
    }

    /** The boolean, or null if there is none or it is wrong. */
    public @Nullable Boolean flag(String field) {
        return made(field, JsonWords::flag);
    }

    /** The elements of an array of objects; empty if there is none. */
    public List<JsonBody> objects(String field) {
        List<JsonBody> bodies = new ArrayList<>();
        JsonNode node = node(field);
        if (node != null && !node.isArray()) {
            wrong(field, "must be an array, was " + JsonWords.kind(node));
            return bodies;
        }
        for (int i = 0; node != null && i < node.size(); i++) {
            String at = at(field) + "/" + i;
            if (node.get(i) instanceof ObjectNode element) {
                bodies.add(new JsonBody(element, at, errors));
            } else {
                note(at, "must be an object, was " + JsonWords.kind(node.get(i)));
            }
        }
        return bodies;
    }

    /** A text or an array of texts; empty if there is none. */
    public List<String> texts(String field, int maxLength) {
        JsonNode node = node(field);
        List<String> texts = new ArrayList<>();
        if (node != null && !node.isArray()) {
            texts.add(text(node, at(field), maxLength));
        }
        for (int i = 0; node != null && node.isArray() && i < node.size(); i++) {
            texts.add(text(node.get(i), at(field) + "/" + i, maxLength));
        }
        texts.removeIf(Objects::isNull);
        return texts;
    }

    /** The JSON object as it is, or null. */
    public @Nullable ObjectNode object(String field) {
        JsonNode node = node(field);
        if (node != null && !node.isObject()) {
            wrong(field, "must be an object, was " + JsonWords.kind(node));
        }
        return node instanceof ObjectNode child ? child : null;
    }

    /** The object's field names to bodies of themselves: {@code child("groupBy")}. */
    public @Nullable JsonBody child(String field) {
        ObjectNode child = object(field);
        return child == null ? null : new JsonBody(child, at(field), errors);
    }

    /** Names of the fields, in their order. */
    public List<String> fields() {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Notes that a field is wrong. */
    public void wrong(String field, String detail) {
        note(at(field), detail);
    }

    /** Notes that a field is wrong in a way that has a stable word of its own. */
    public void wrong(String field, ProblemCode code, String detail) {
        errors.add(ProblemError.inBody(at(field), code.name(), detail));
    }

    /** Notes every field of this object that nobody asked for. */
    public void noOtherFields() {
        fields().stream()
                .filter(name -> !asked.contains(name))
                .forEach(name -> wrong(name, "is not a field of this object"));
    }

    /**
     * @throws ProblemException if anything was noted, here or in a child
     */
    public void throwIfWrong() {
        if (!errors.isEmpty()) {
            throw ProblemException.body(errors);
        }
    }

    private <T> @Nullable T made(String field, Function<JsonNode, T> make) {
        JsonNode node = node(field);
        try {
            return node == null ? null : make.apply(node);
        } catch (IllegalArgumentException e) {
            wrong(field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable JsonNode node(String field) {
        asked.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private @Nullable String text(JsonNode node, String at, int maxLength) {
        String problem = JsonWords.problemOfText(node, maxLength);
        if (problem != null) {
            note(at, problem);
            return null;
        }
        return node.textValue();
    }

    private void note(String at, String detail) {
        errors.add(ProblemError.inBody(at, ProblemError.INVALID, detail));
    }

    private String at(String field) {
        return pointer + "/" + JsonWords.escaped(field);
    }
}
