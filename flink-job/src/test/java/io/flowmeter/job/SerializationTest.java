package io.flowmeter.job;

import io.flowmeter.core.aggregate.LoggedUsage;
import io.flowmeter.core.aggregate.RollingTally;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.deduplicate.IdentityHistory;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.aggregate.LogChunkKey;
import io.flowmeter.job.aggregate.MemberKey;
import io.flowmeter.job.aggregate.SeriesHead;
import io.flowmeter.job.aggregate.UsageKey;
import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.catalog.CatalogUpdate;
import io.flowmeter.job.count.VerdictKey;
import io.flowmeter.job.ingest.RawEvent;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses operators or lives in state can evolve: Flink's own serializers, never Kryo. */
class SerializationTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                RawEvent.class,
                CatalogChange.class,
                CatalogUpdate.class,
                IdentityRecord.class,
                IdentityHistory.class,
                Fingerprint.class,
                UsageChange.class,
                UsageKey.class,
                SeriesHead.class,
                WindowKey.class,
                Tally.class,
                RollingTally.class,
                MemberKey.class,
                LogChunkKey.class,
                LoggedUsage.class,
                EventCount.class,
                VerdictKey.class,
                StoreWrite.class,
                DeadLetter.class
            })
    void typeIsSerializedWithoutKryo(Class<?> type) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
    }
}
