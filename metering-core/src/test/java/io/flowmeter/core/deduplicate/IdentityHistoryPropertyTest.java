package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.WINDOW;
import static io.flowmeter.core.deduplicate.IdentityLog.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.deduplicate.IdentityLog.Entry;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any records of an identity, in any order. */
class IdentityHistoryPropertyTest {

    @Property(seed = "1", tries = 3000)
    void whatCountsIsWhatTheRecordsSayInAnyOrder(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityLog log = reading(shuffled).complete(Long.MAX_VALUE);

        assertThat(log.net()).isEqualTo(NaiveIdentity.counted(records));
        assertThat(new HistoryNumbers(log.history(), WINDOW).counted().stream().collect(counting()))
                .isEqualTo(log.net());
        assertThat(positions(log.refused())).isEqualTo(NaiveIdentity.refused(records));
    }

    @Property(seed = "2", tries = 1000)
    void everyRecordGetsOneVerdict(@ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityLog log = reading(shuffled).complete(Long.MAX_VALUE);

        assertThat(log.verdicts()).hasSameSizeAs(records);
        assertThat(Collections.frequency(log.verdicts(), Verdict.DEAD_LETTER))
                .isEqualTo(log.refused().size());
        assertThat(log.history().isPending()).isFalse();
    }

    @Property(seed = "3", tries = 1000)
    void everyConflictBetweenCopiesIsListed(
            @ForAll("copies") List<Entry> copies, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(copies, random);

        IdentityLog log = reading(shuffled);

        assertThat(log.conflicts())
                .hasSize(Collections.frequency(log.verdicts(), Verdict.CONFLICT))
                .allSatisfy(
                        conflict ->
                                assertThat(conflict.lost().position())
                                        .isNotEqualTo(conflict.kept()));
    }

    /** The job refuses waiting voids as the watermark passes them, at moments nobody foresees. */
    @Property(seed = "4", tries = 1000)
    void completingBetweenRecordsChangesNothing(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> appended = new ArrayList<>(records);
        Collections.shuffle(appended, random);
        appended.sort(Comparator.comparingLong(Entry::appendMillis));
        IdentityLog atTheEnd = reading(appended).complete(Long.MAX_VALUE);

        IdentityLog onTheWay = reading();
        for (Entry entry : appended) {
            onTheWay.complete(entry.appendMillis() - 1).read(entry);
        }
        onTheWay.complete(Long.MAX_VALUE);

        assertThat(onTheWay.net()).isEqualTo(atTheEnd.net());
        assertThat(onTheWay.verdicts().stream().collect(counting()))
                .isEqualTo(atTheEnd.verdicts().stream().collect(counting()));
        assertThat(positions(onTheWay.refused())).isEqualTo(positions(atTheEnd.refused()));
    }

    @Provide
    Arbitrary<List<Entry>> records() {
        return IdentityRecords.any();
    }

    @Provide
    Arbitrary<List<Entry>> copies() {
        return IdentityRecords.copies();
    }

    private static <T> Collector<T, ?, Map<T, Integer>> counting() {
        return Collectors.toMap(item -> item, item -> 1, Integer::sum);
    }

    private static List<Long> positions(List<DeadLetter> refused) {
        return refused.stream().map(DeadLetter::appendMillis).sorted().toList();
    }
}
