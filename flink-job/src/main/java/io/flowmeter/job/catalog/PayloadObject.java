package io.flowmeter.job.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A JSON object whose members must be there and of the kind asked for; each method throws {@link
 * IllegalArgumentException} naming the member that is not.
 */
final class PayloadObject {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode object;

    private PayloadObject(JsonNode object) {
        this.object = object;
    }

    static PayloadObject parse(String json) {
        try {
            return of("payload", JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "payload must be JSON: " + e.getOriginalMessage(), e);
        }
    }

    String getText(String name) {
        return text(name, get(name));
    }

    boolean getBoolean(String name) {
        return require(name, get(name), "a boolean", JsonNode::isBoolean).booleanValue();
    }

    int getInt(String name) {
        return require(name, get(name), "a 32-bit integer", JsonNode::canConvertToInt).intValue();
    }

    /** Empty if the member is null or absent. */
    Optional<String> findText(String name) {
        return object.hasNonNull(name) ? Optional.of(getText(name)) : Optional.empty();
    }

    /** Empty if the member is null; absent is an error, because null means something else here. */
    Optional<Long> findNullableLong(String name) {
        JsonNode member = get(name);
        return member.isNull()
                ? Optional.empty()
                : Optional.of(
                        require(
                                        name,
                                        member,
                                        "a 64-bit integer or null",
                                        JsonNode::canConvertToLong)
                                .longValue());
    }

    /** Empty if the member is null; absent is an error, because null means something here. */
    Optional<String> findNullableText(String name) {
        JsonNode member = get(name);
        return member.isNull() ? Optional.empty() : Optional.of(text(name, member));
    }

    List<String> getTexts(String name) {
        List<String> texts = new ArrayList<>();
        array(name).forEach(element -> texts.add(text("an element of " + name, element)));
        return texts;
    }

    List<PayloadObject> getObjects(String name) {
        List<PayloadObject> objects = new ArrayList<>();
        array(name).forEach(element -> objects.add(of("an element of " + name, element)));
        return objects;
    }

    Map<String, String> getTextsByName(String name) {
        Map<String, String> texts = new TreeMap<>();
        of(name, get(name))
                .object
                .forEachEntry((key, member) -> texts.put(key, text(name + "." + key, member)));
        return texts;
    }

    private JsonNode get(String name) {
        JsonNode member = object.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return member;
    }

    private JsonNode array(String name) {
        return require(name, get(name), "an array", JsonNode::isArray);
    }

    private static PayloadObject of(String name, JsonNode node) {
        return new PayloadObject(require(name, node, "an object", JsonNode::isObject));
    }

    private static String text(String name, JsonNode node) {
        return require(name, node, "a text", JsonNode::isTextual).textValue();
    }

    private static JsonNode require(
            String name, JsonNode node, String expected, Predicate<JsonNode> isExpected) {
        if (!isExpected.test(node)) {
            throw new IllegalArgumentException(name + " must be " + expected + ", was " + node);
        }
        return node;
    }
}
