package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.WINDOW;
import static io.flowmeter.core.deduplicate.IdentityLog.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.deduplicate.IdentityLog.Entry;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any records of an identity, in any order. */
class IdentityHistoryPropertyTest {

    @Property(seed = "1", tries = 3000)
    void whatCountsIsWhatTheRecordsSayInAnyOrder(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

        IdentityLog log = reading(shuffled).complete(Long.MAX_VALUE);

        assertThat(log.net()).isEqualTo(NaiveIdentity.counted(records));
        assertThat(log.history().counted(WINDOW).stream().collect(counting())).isEqualTo(log.net());
        assertThat(positions(log.refused())).isEqualTo(NaiveIdentity.refused(records));
    }

    @Property(seed = "5", tries = 3000)
    void changesUpToATimeAreWhatTheRecordsUpToItSay(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

        IdentityLog log = reading(shuffled);

        for (Entry moment : records) {
            List<Entry> appended =
                    records.stream()
                            .filter(entry -> entry.appendMillis() <= moment.appendMillis())
                            .toList();
            assertThat(log.net(moment.appendMillis())).isEqualTo(NaiveIdentity.counted(appended));
        }
    }

    @Property(seed = "7", tries = 3000)
    void revisionsAreThoseOfTheRecordsInAnyOrder(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);
        List<Entry> appended = new ArrayList<>(records);
        appended.sort(Comparator.comparingLong(Entry::appendMillis));

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
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

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
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

        IdentityLog inAnyOrder = reading(shuffled).complete(Long.MAX_VALUE);
        IdentityLog appended = reading(sorted(records)).complete(Long.MAX_VALUE);

        assertThat(inAnyOrder.counts().get(Verdict.ACCEPTED))
                .isEqualTo(appended.counts().get(Verdict.ACCEPTED));
        assertThat(notCounted(inAnyOrder)).isEqualTo(notCounted(appended));
        assertThat(total(inAnyOrder) + inAnyOrder.refused().size()).isEqualTo(records.size());
    }

    /** A number that changes without a greater revision would be refused by the tables. */
    @Property(seed = "10", tries = 3000)
    void whateverChangesAVerdictCountRaisesItsRevision(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

        IdentityHistory history = IdentityHistory.EMPTY;
        for (Entry entry : shuffled) {
            Step step = entry.readInto(history);
            history = step.history();

            assertThat(step.counts()).allMatch(count -> count.revisions() > 0);
        }
    }

    @Property(seed = "6", tries = 1000)
    void noRecordChangesWhatWasBeforeIt(
            @ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

        IdentityHistory history = IdentityHistory.EMPTY;
        for (Entry entry : shuffled) {
            Step step = entry.readInto(history);
            history = step.history();

            assertThat(step.changes())
                    .allMatch(change -> change.appendMillis() >= entry.appendMillis());
        }
    }

    @Property(seed = "2", tries = 1000)
    void everyRecordGetsOneVerdict(@ForAll("records") List<Entry> records, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);

        IdentityLog log = reading(shuffled).complete(Long.MAX_VALUE);

        assertThat(log.verdicts()).hasSameSizeAs(records);
        assertThat(Collections.frequency(log.verdicts(), Verdict.DEAD_LETTER))
                .isEqualTo(log.refused().size());
        assertThat(log.history().isPending()).isFalse();
    }

    @Property(seed = "3", tries = 1000)
    void everyConflictBetweenCopiesIsListed(
            @ForAll("copies") List<Entry> copies, @ForAll Random random) {
        List<Entry> shuffled = new ArrayList<>(copies);
        Collections.shuffle(shuffled, random);

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
        return Combinators.combine(copies(), fixes())
                .as(
                        (copies, fixes) -> {
                            List<Entry> all = new ArrayList<>(copies);
                            all.addAll(fixes);
                            return all;
                        });
    }

    @Provide
    Arbitrary<List<Entry>> copies() {
        return Combinators.combine(content(), appendMillis())
                .as(IdentityLog::copy)
                .list()
                .ofMaxSize(6);
    }

    private static Arbitrary<List<Entry>> fixes() {
        Arbitrary<String> voidId = Arbitraries.of("v1", "v2", "v3");
        return Arbitraries.oneOf(
                        Combinators.combine(voidId, appendMillis()).as(IdentityLog::voiding),
                        Combinators.combine(voidId, content(), appendMillis())
                                .as(IdentityLog::replacing))
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<String> content() {
        return Arbitraries.of("3 tokens", "5 tokens", "7 tokens");
    }

    /** Several windows long, with many ties and many distances of exactly a window. */
    private static Arbitrary<Long> appendMillis() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 4 * WINDOW), Arbitraries.of(0L, WINDOW, WINDOW + 1));
    }

    private static <T> Collector<T, ?, Map<T, Integer>> counting() {
        return Collectors.toMap(item -> item, item -> 1, Integer::sum);
    }

    private static List<Entry> sorted(List<Entry> records) {
        return records.stream().sorted(Comparator.comparingLong(Entry::appendMillis)).toList();
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

    private static List<Long> positions(List<DeadLetter> refused) {
        return refused.stream().map(DeadLetter::appendMillis).sorted().toList();
    }
}
