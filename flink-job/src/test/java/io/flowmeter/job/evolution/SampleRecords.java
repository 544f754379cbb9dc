package io.flowmeter.job.evolution;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Records of any type, all of whose components are set, and records as text. */
final class SampleRecords {
    private SampleRecords() {}

    static Object sample(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return List.of(sample(list.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain);
        } else if (plain == long.class || plain == Long.class) {
            return 1_772_366_400_123L;
        } else if (plain == int.class) {
            return 1; // a sign, too
        } else if (plain == boolean.class) {
            return true;
        } else if (plain == String.class) {
            return "zażółć";
        } else if (plain == BigDecimal.class) {
            return new BigDecimal("-12.340");
        } else if (plain == byte[].class) {
            return new byte[] {0, 1, -1};
        }
        throw new IllegalArgumentException("no sample is known of " + type);
    }

    /** The record type and all that its components are or hold. */
    static Set<Class<?>> within(Type type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        if (type instanceof ParameterizedType list) {
            found.addAll(within(list.getActualTypeArguments()[0]));
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            found.add(plain);
            for (RecordComponent component : plain.getRecordComponents()) {
                found.addAll(within(component.getGenericType()));
            }
        }
        return found;
    }

    /**
     * The same for two records that differ in nothing but the classes' loader.
     *
     * @param grown name of the record after whose components {@code appendix} is to stand
     */
    static String text(Object value, String grown, String appendix)
            throws ReflectiveOperationException {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (Object element : list) {
                text.add(text(element, grown, appendix));
            }
            return text.toString();
        }
        if (!(value instanceof Record)) {
            return String.valueOf(value);
        }
        StringJoiner text = new StringJoiner(", ", value.getClass().getSimpleName() + "[", "]");
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = component.getAccessor().invoke(value);
            text.add(component.getName() + "=" + text(part, grown, appendix));
        }
        if (value.getClass().getName().equals(grown) && !appendix.isEmpty()) {
            text.add(appendix);
        }
        return text.toString();
    }

    private static Object record(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = sample(components[i].getGenericType());
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }
}
