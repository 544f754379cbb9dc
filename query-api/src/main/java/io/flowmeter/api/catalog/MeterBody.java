package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Condition;
import io.flowmeter.core.meter.PropertyPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a meter's definition, one method each; what is wrong is noted in the body.
 */
public final class MeterBody {

    /** Most dimension sets of a meter that does not say. */
    public static final int DEFAULT_MAX_DIMENSION_SETS = 1_000;

    private static final int MAX_TEXT = 256;
    private static final int MAX_DESCRIPTION = 1_024;
    private static final int MAX_DIMENSIONS = 20;
    private static final int MAX_CONDITIONS = 20;
    private static final int MAX_DIMENSION_SETS = 100_000;

    /** What {@link #isKey} asks for. */
    static final String KEY_EXPECTED =
            "must be 1 to 63 letters, digits, '.', '_' or '-', the first a letter or digit";

    // As sql/V001__catalog.sql has it: CHECK (meter ~ …).
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern DIMENSION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}");
    private static final String RESERVED_DIMENSION = "subject";

    private MeterBody() {}

    public static String key(JsonBody body, String field) {
        String key = body.requiredText(field, MAX_TEXT);
        if (!key.isEmpty() && !isKey(key)) {
            body.wrong(field, KEY_EXPECTED + ", was \"" + key + "\"");
        }
        return key;
    }

    /** Whether a meter, a plan or a limit may have this key. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    public static String eventType(JsonBody body) {
        return body.requiredText("eventType", MAX_TEXT);
    }

    /** Null if it is missing or wrong, which is noted. */
    public static @Nullable Aggregation aggregation(JsonBody body) {
        if (body.requiredText("aggregation", MAX_TEXT).isEmpty()) {
            return null;
        }
        return body.parsed("aggregation", MAX_TEXT, Aggregation::parse);
    }

    public static @Nullable PropertyPath valueProperty(JsonBody body) {
        return body.parsed("valueProperty", MAX_TEXT, MeterBody::path);
    }

    public static List<Condition> filter(JsonBody body) {
        List<Condition> filter = new ArrayList<>();
        for (JsonBody condition : body.objects("filter")) {
            PropertyPath property = requiredPath(condition, "property");
            Condition.Operator operator =
                    condition.requiredText("operator", MAX_TEXT).isEmpty()
                            ? null
                            : condition.parsed("operator", MAX_TEXT, MeterBody::operator);
            List<String> values = condition.texts("values", MAX_TEXT);
            condition.noOtherFields();
            if (property != null && operator != null) {
                try {
                    filter.add(new Condition(property, operator, values));
                } catch (NumberFormatException e) {
                    condition.wrong("values", "must be a number for " + operator);
                } catch (IllegalArgumentException e) {
                    condition.wrong("values", String.valueOf(e.getMessage()));
                }
            }
        }
        if (filter.size() > MAX_CONDITIONS) {
            body.wrong("filter", "must have at most " + MAX_CONDITIONS + " conditions");
        }
        return filter;
    }

    public static Map<String, PropertyPath> groupBy(JsonBody body) {
        Map<String, PropertyPath> groupBy = new TreeMap<>();
        JsonBody dimensions = body.child("groupBy");
        for (String name : dimensions == null ? List.<String>of() : dimensions.fields()) {
            if (!DIMENSION.matcher(name).matches() || name.equals(RESERVED_DIMENSION)) {
                dimensions.wrong(
                        name,
                        "must be named with 1 to 63 letters, digits, '_', '.' or '-', and not"
                                + " \"subject\"");
            } else {
                PropertyPath path = requiredPath(dimensions, name);
                if (path != null) {
                    groupBy.put(name, path);
                }
            }
        }
        if (groupBy.size() > MAX_DIMENSIONS) {
            body.wrong("groupBy", "must have at most " + MAX_DIMENSIONS + " dimensions");
        }
        return groupBy;
    }

    public static @Nullable String unit(JsonBody body) {
        return body.text("unit", MAX_TEXT);
    }

    public static @Nullable String description(JsonBody body) {
        return body.text("description", MAX_DESCRIPTION);
    }

    public static int maxDimensionSets(JsonBody body) {
        Integer given = body.integer("maxDimensionSets", 1, MAX_DIMENSION_SETS);
        return given == null ? DEFAULT_MAX_DIMENSION_SETS : given;
    }

    public static @Nullable Instant effectiveFrom(JsonBody body, String field) {
        return body.parsed(field, MAX_TEXT, Parsing::instant);
    }

    private static @Nullable PropertyPath requiredPath(JsonBody body, String field) {
        return body.requiredText(field, MAX_TEXT).isEmpty()
                ? null
                : body.parsed(field, MAX_TEXT, MeterBody::path);
    }

    private static PropertyPath path(String text) {
        PropertyPath path = PropertyPath.parse(text);
        // It is stored as text: what does not come back as it was is refused.
        if (!path.equals(PropertyPath.parse(path.toString()))) {
            throw new IllegalArgumentException("property path \"" + text + "\" is not supported");
        }
        return path;
    }

    private static Condition.Operator operator(String text) {
        try {
            return Condition.Operator.valueOf(text);
        } catch (IllegalArgumentException e) {
            String known =
                    Stream.of(Condition.Operator.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "must be one of " + known + ", was \"" + text + "\"", e);
        }
    }
}
