package io.flowmeter.job.evolution;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;

/**
 * Serializers as text: class, version of the format, and the serializers inside. Records stand by
 * their names, and are explained once.
 */
final class SerializerText {
    private final Map<String, List<String>> records = new TreeMap<>();
    private final Set<String> keys = new TreeSet<>();

    String of(TypeSerializer<?> serializer) {
        return of(serializer, false);
    }

    /** A key cannot change at all: Flink migrates values only. */
    String ofKey(TypeSerializer<?> serializer) {
        return of(serializer, true);
    }

    /** Every record met so far: its components in their order, with their serializers. */
    List<String> records() {
        List<String> lines = new ArrayList<>();
        records.forEach(
                (name, components) -> {
                    lines.add(name + (keys.contains(name) ? ", part of a key" : ""));
                    lines.addAll(components);
                });
        return lines;
    }

    /** Names of the records that are in values only. */
    Set<String> recordsOutsideKeys() {
        Set<String> names = new TreeSet<>(records.keySet());
        names.removeAll(keys);
        return names;
    }

    private String of(TypeSerializer<?> serializer, boolean isKey) {
        if (serializer instanceof PojoSerializer<?> ofRecord) {
            return record(ofRecord, isKey);
        }
        String text = name(serializer.getClass()) + " " + version(serializer);
        if (serializer instanceof MapSerializer<?, ?> map) {
            return text
                    + " ("
                    + of(map.getKeySerializer(), true)
                    + " to "
                    + of(map.getValueSerializer(), isKey)
                    + ")";
        }
        List<TypeSerializer<?>> inside = inside(serializer);
        return inside.isEmpty()
                ? text
                : inside.stream()
                        .map(nested -> of(nested, isKey))
                        .collect(Collectors.joining(", ", text + " (", ")"));
    }

    private String record(PojoSerializer<?> serializer, boolean isKey) {
        Class<?> type = (Class<?>) read(serializer, PojoSerializer.class, "clazz");
        Field[] fields = (Field[]) read(serializer, PojoSerializer.class, "fields");
        var ofFields =
                (TypeSerializer<?>[]) read(serializer, PojoSerializer.class, "fieldSerializers");
        Map<String, String> serializers = new HashMap<>();
        for (int i = 0; i < fields.length; i++) {
            serializers.put(fields[i].getName(), of(ofFields[i], isKey));
        }
        List<String> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(
                    "  "
                            + component.getGenericType().getTypeName().replaceAll("[a-z]+\\.", "")
                            + " "
                            + component.getName()
                            + ": "
                            + serializers.get(component.getName()));
        }
        records.put(type.getName(), components);
        if (isKey) {
            keys.add(type.getName());
        }
        return type.getSimpleName() + " (PojoSerializer " + version(serializer) + ")";
    }

    /** Flink tells what is inside only to its own code. */
    private static List<TypeSerializer<?>> inside(TypeSerializer<?> serializer) {
        List<TypeSerializer<?>> inside = new ArrayList<>();
        for (Class<?> type = serializer.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (TypeSerializer.class.isAssignableFrom(field.getType())) {
                    inside.add((TypeSerializer<?>) read(serializer, type, field.getName()));
                } else if (TypeSerializer[].class.isAssignableFrom(field.getType())) {
                    inside.addAll(
                            List.of((TypeSerializer<?>[]) read(serializer, type, field.getName())));
                }
            }
        }
        return inside;
    }

    private static Object read(Object object, Class<?> type, String field) {
        try {
            Field found = type.getDeclaredField(field);
            found.setAccessible(true);
            return found.get(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this Flink's " + type.getName() + " has no " + field + " to be read", e);
        }
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1).replace('$', '.');
    }

    private static int version(TypeSerializer<?> serializer) {
        return serializer.snapshotConfiguration().getCurrentVersion();
    }
}
