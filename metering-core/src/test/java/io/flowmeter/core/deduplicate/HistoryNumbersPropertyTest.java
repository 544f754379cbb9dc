package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.deduplicate.IdentityLog.Entry;
import io.flowmeter.core.event.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the tables are made of: the differences that steps make, for any records in any order. */
class HistoryNumbersPropertyTest {

    @Property(seed = "5", tries = 3000)
    void changesUpToATimeAreWhatTheRecordsUpToItSay(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityLog log = reading(shuffled);

        for (Entry moment : records) {
            List<Entry> appended =
                    records.stream()
                            .filter(entry -> entry.appendMillis() <= moment.appendMillis())
                            .toList();
            assertThat(log.net(moment.appendMillis())).isEqualTo(NaiveIdentity.counted(appended));
        }
    }

    @Property(seed = "6", tries = 1000)
    void noRecordChangesWhatWasBeforeIt(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityHistory history = IdentityHistory.EMPTY;
        for (Entry entry : shuffled) {
            Step step = entry.readInto(history);
            history = step.history();

            assertThat(step.changes())
                    .allMatch(change -> change.appendMillis() >= entry.appendMillis());
        }
    }

    @Property(seed = "7", tries = 3000)
    void revisionsAreThoseOfTheRecordsInAnyOrder(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);
        List<Entry> appended = IdentityRecords.sorted(records);

        IdentityLog inAnyOrder = reading(shuffled).complete(Long.MAX_VALUE);
        IdentityLog asAppended = reading();
        for (Entry entry : appended) {
            asAppended.complete(entry.appendMillis() - 1).read(entry);
        }
        Assume.that(
                inAnyOrder.history().events().stream()
                        .allMatch(event -> event.others().size() < CountedEvent.MAX_OTHERS));

        assertThat(inAnyOrder.revisions()).isEqualTo(asAppended.revisions());
    }

    @Property(seed = "8", tries = 3000)
    void whateverChangesWhatCountsRaisesTheRevision(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityHistory history = IdentityHistory.EMPTY;
        for (Entry entry : shuffled) {
            Step step = entry.readInto(history);
            history = step.history();

            Map<EventUsage, Integer> counted = new HashMap<>();
            Map<EventUsage, Long> raised = new HashMap<>();
            for (TimedUsage change : step.changes()) {
                counted.merge(change.usage(), change.sign(), Integer::sum);
                raised.merge(change.usage(), change.revisions(), Long::sum);
            }
            assertThat(raised.values()).allMatch(raise -> raise >= 0);
            counted.forEach(
                    (usage, sign) -> assertThat(sign == 0 || raised.get(usage) > 0).isTrue());
        }
    }

    /**
     * But for which of the copies that do not count is called a duplicate, and which a conflict.
     */
    @Property(seed = "9", tries = 3000)
    void verdictCountsAreThoseOfTheRecordsInAnyOrder(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityLog inAnyOrder = reading(shuffled).complete(Long.MAX_VALUE);
        IdentityLog appended = reading(IdentityRecords.sorted(records)).complete(Long.MAX_VALUE);

        assertThat(inAnyOrder.counts().get(Verdict.ACCEPTED))
                .isEqualTo(appended.counts().get(Verdict.ACCEPTED));
        assertThat(notCounted(inAnyOrder)).isEqualTo(notCounted(appended));
        assertThat(total(inAnyOrder) + inAnyOrder.refused().size()).isEqualTo(records.size());
    }

    /** A number that changes without a greater revision would be refused by the tables. */
    @Property(seed = "10", tries = 3000)
    void whateverChangesAVerdictCountRaisesItsRevision(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = IdentityRecords.shuffled(records, random);

        IdentityHistory history = IdentityHistory.EMPTY;
        for (Entry entry : shuffled) {
            Step step = entry.readInto(history);
            history = step.history();

            assertThat(step.counts()).allMatch(count -> count.revisions() > 0);
        }
    }

    @Provide
    Arbitrary<List<Entry>> records() {
        return IdentityRecords.any();
    }

    /** Events called DUPLICATE or CONFLICT, and the revisions of both numbers. */
    private static List<Long> notCounted(IdentityLog log) {
        List<Long> none = List.of(0L, 0L);
        List<Long> duplicates = log.counts().getOrDefault(Verdict.DUPLICATE, none);
        List<Long> conflicts = log.counts().getOrDefault(Verdict.CONFLICT, none);
        return List.of(duplicates.get(0) + conflicts.get(0), duplicates.get(1), conflicts.get(1));
    }

    private static long total(IdentityLog log) {
        return log.counts().values().stream().mapToLong(count -> count.get(0)).sum();
    }
}
