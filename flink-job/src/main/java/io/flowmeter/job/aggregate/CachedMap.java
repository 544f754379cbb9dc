package io.flowmeter.job.aggregate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a map state on the heap, as long as the key of its series is the current one: each is
 * read once and, if it changed, written back once.
 */
final class CachedMap<K, V> {
    private final Function<K, MapState<K, V>> stateOf;
    private final Map<K, @Nullable V> values = new HashMap<>();
    private final Set<K> changed = new HashSet<>();

    CachedMap(MapState<K, V> state) {
        this(key -> state);
    }

    /**
     * @param stateOf which of several states has the entry
     */
    CachedMap(Function<K, MapState<K, V>> stateOf) {
        this.stateOf = stateOf;
    }

    @Nullable V get(K key) {
        if (!values.containsKey(key)) {
            values.put(key, read(stateOf.apply(key), key));
        }
        return values.get(key);
    }

    /** Null removes the entry. */
    void put(K key, @Nullable V value) {
        values.put(key, value);
        changed.add(key);
    }

    /** How many entries it holds in memory. */
    int size() {
        return values.size();
    }

    /** For entries that are never removed. */
    void forEachChanged(BiConsumer<K, V> action) {
        changed.forEach(key -> action.accept(key, Objects.requireNonNull(values.get(key))));
    }

    /** Makes the keys that are stored those that will be. */
    void updateKeys(Set<K> stored) {
        for (K key : changed) {
            if (values.get(key) == null) {
                stored.remove(key);
            } else {
                stored.add(key);
            }
        }
    }

    void writeBack() throws Exception {
        for (K key : changed) {
            V value = values.get(key);
            if (value == null) {
                stateOf.apply(key).remove(key);
            } else {
                stateOf.apply(key).put(key, value);
            }
        }
    }

    /** An entry as it is stored; null if it is not. */
    static <K, V> @Nullable V read(MapState<K, V> state, K key) {
        try {
            return state.get(key);
        } catch (Exception e) {
            throw new FlinkRuntimeException("state of a usage series cannot be read", e);
        }
    }
}
