package io.flowmeter.job.evolution;

import io.flowmeter.job.catalog.CatalogDatabase;
import io.flowmeter.job.catalog.CatalogSource;
import io.flowmeter.job.replay.JobStates;
import io.flowmeter.job.store.InMemoryEpochSink;
import io.flowmeter.job.store.MemoryTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** What the job's own operators and sources keep in savepoints, as a checkpoint names it. */
final class StateSchema {
    private static final ClassLoader LOADER = StateSchema.class.getClassLoader();

    private final SerializerText serializers = new SerializerText();
    private final List<String> lines = new ArrayList<>();

    private StateSchema() {}

    static StateSchema read() throws Exception {
        StateSchema schema = new StateSchema();
        for (Map.Entry<String, OperatorSubtaskState> operator : JobStates.empty().entrySet()) {
            schema.lines.add(operator.getKey());
            schema.addOperator(operator.getValue());
        }
        schema.addOwnFormats();
        schema.lines.addAll(schema.serializers.records());
        return schema;
    }

    List<String> lines() {
        return lines;
    }

    /** Names of the records that may evolve: those that are in values only. */
    Set<String> recordsOutsideKeys() {
        return serializers.recordsOutsideKeys();
    }

    private void addOperator(OperatorSubtaskState operator) throws Exception {
        for (KeyedStateHandle handle : operator.getManagedKeyedState()) {
            try (FSDataInputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
                var proxy = new KeyedBackendSerializationProxy<>(LOADER);
                proxy.read(new DataInputViewStreamWrapper(in));
                lines.add(
                        "  key: "
                                + serializers.ofKey(
                                        proxy.getKeySerializerSnapshot().restoreSerializer()));
                addStates(proxy.getStateMetaInfoSnapshots());
            }
        }
        for (OperatorStateHandle handle : operator.getManagedOperatorState()) {
            try (FSDataInputStream in = handle.openInputStream()) {
                var proxy = new OperatorBackendSerializationProxy(LOADER);
                proxy.read(new DataInputViewStreamWrapper(in));
                addStates(proxy.getOperatorStateMetaInfoSnapshots());
                addStates(proxy.getBroadcastStateMetaInfoSnapshots());
            }
        }
    }

    private void addStates(List<StateMetaInfoSnapshot> states) {
        states.stream()
                .sorted(Comparator.comparing(StateMetaInfoSnapshot::getName))
                .forEach(state -> lines.add("  " + line(state)));
    }

    private String line(StateMetaInfoSnapshot state) {
        TypeSerializerSnapshot<?> key =
                state.getTypeSerializerSnapshot(CommonSerializerKeys.KEY_SERIALIZER);
        TypeSerializerSnapshot<?> value =
                state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
        return state.getBackendStateType().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + " "
                + state.getName()
                + ": "
                + (key == null ? "" : serializers.ofKey(key.restoreSerializer()) + " to ")
                + serializers.of(value.restoreSerializer());
    }

    private void addOwnFormats() {
        var source =
                new CatalogSource(new CatalogDatabase("jdbc:postgresql://127.0.0.1:1/", "", ""));
        var sink = new InMemoryEpochSink(new MemoryTables());
        lines.add("own formats");
        lines.add("  epoch batch: version " + sink.getCommittableSerializer().getVersion());
        lines.add("  catalog cursor: version " + source.getSplitSerializer().getVersion());
        lines.add(
                "  catalog enumerator: version "
                        + source.getEnumeratorCheckpointSerializer().getVersion());
    }
}
