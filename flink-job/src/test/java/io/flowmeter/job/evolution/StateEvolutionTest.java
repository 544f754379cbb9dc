package io.flowmeter.job.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.LoggedUsage;
import io.flowmeter.core.aggregate.RollingTally;
import io.flowmeter.core.aggregate.SettledRolling;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.deduplicate.IdentityHistory;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.threshold.ThresholdState;
import io.flowmeter.job.aggregate.SeriesHead;
import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.ingest.RawEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A savepoint of this release restores in a later one that has added components to a record in it:
 * every record that is, or is within, the value of a state.
 */
class StateEvolutionTest {

    /** The values of all states that are records; {@code state-schema.txt} lists the states. */
    private static final List<Class<?>> VALUES =
            List.of(
                    CatalogChange.class,
                    RawEvent.class,
                    IdentityHistory.class,
                    SeriesHead.class,
                    Tally.class,
                    RollingTally.class,
                    LoggedUsage.class,
                    UsageChange.class,
                    SettledRolling.class,
                    ThresholdState.class);

    /** Keys cannot evolve: Flink migrates values only. */
    private static final Set<Class<?>> KEYS = Set.of(Fingerprint.class);

    @TempDir Path directory;

    @ParameterizedTest(name = "{0} with a later {1}")
    @MethodSource("valuesAndRecordsWithin")
    void laterVersionRestoresWhatThisOneWrote(Class<?> value, Class<?> grown) throws Exception {
        Object written = SampleRecords.sample(value);
        byte[] savepoint = savepoint(TypeInformation.of(value), written);

        LaterVersion later = LaterVersion.with(grown, directory);
        Object restored =
                restored(later, TypeInformation.of(later.loadClass(value.getName())), savepoint);

        assertThat(restored.getClass().getClassLoader()).isSameAs(later);
        assertThat(SampleRecords.text(restored, "", ""))
                .isEqualTo(
                        SampleRecords.text(written, grown.getName(), LaterVersion.ADDED_DEFAULTS));
    }

    @Test
    void everyRecordInAStateIsTried() throws Exception {
        assertThat(valuesAndRecordsWithin())
                .extracting(arguments -> ((Class<?>) arguments.get()[1]).getName())
                .containsOnly(StateSchema.read().recordsOutsideKeys().toArray(new String[0]));
    }

    static Stream<Arguments> valuesAndRecordsWithin() {
        return VALUES.stream()
                .flatMap(
                        value ->
                                SampleRecords.within(value).stream()
                                        .filter(record -> !KEYS.contains(record))
                                        .map(record -> Arguments.of(value, record)));
    }

    /** The serializer's snapshot, then the value, as in a savepoint. */
    private static <T> byte[] savepoint(TypeInformation<T> type, Object value) throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        DataOutputSerializer out = new DataOutputSerializer(256);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        serializer.serialize(type.getTypeClass().cast(value), out);
        return out.getCopyOfBuffer();
    }

    /** As a state backend restores: reads with the old schema, writes and reads with the new. */
    private static <T> T restored(ClassLoader later, TypeInformation<T> type, byte[] savepoint)
            throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        DataInputDeserializer in = new DataInputDeserializer(savepoint);
        TypeSerializerSnapshot<T> old = TypeSerializerSnapshot.readVersionedSnapshot(in, later);
        assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
                .matches(compatibility -> compatibility.isCompatibleAfterMigration());

        DataOutputSerializer migrated = new DataOutputSerializer(256);
        serializer.serialize(old.restoreSerializer().deserialize(in), migrated);
        assertThat(in.available()).as("bytes left").isZero();
        return serializer.deserialize(new DataInputDeserializer(migrated.getCopyOfBuffer()));
    }

    private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        return type.createSerializer(new SerializerConfigImpl());
    }
}
