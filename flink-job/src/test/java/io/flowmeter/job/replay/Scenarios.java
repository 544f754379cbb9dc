package io.flowmeter.job.replay;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Logs with many copies and corrections of few events, and interrupted readings of them. */
final class Scenarios {
    private static final int MAX_ENTRIES = 30;
    private static final int MAX_ROUNDS = 8;
    private static final int PARTITIONS = 3;

    /** From none to more than a day, so that ties, windows and horizons are all passed. */
    private static final Long[] GAPS = {
        0L,
        0L,
        1L,
        1_000L,
        20_000L,
        61_000L,
        300_000L,
        400_000L,
        1_200_000L,
        3_600_000L,
        90_000_000L
    };

    /** All but those of whose copies the order of reading tells which is refused. */
    private static final Entry.Kind[] ANY_ORDER = {
        Entry.Kind.USAGE,
        Entry.Kind.VOID,
        Entry.Kind.REPLACE,
        Entry.Kind.POISON,
        Entry.Kind.NO_VALUE,
        Entry.Kind.UNMATCHED,
        Entry.Kind.NOWHERE
    };

    private Scenarios() {}

    /** Copies of an event in any partition; a crash loses no completed checkpoint. */
    static Arbitrary<Scenario> inAnyOrder() {
        return scenarios(false, ANY_ORDER, parallelisms().map(Act.Crash::new));
    }

    /** Copies of an event in any partition; any checkpoint may be restored. */
    static Arbitrary<Scenario> inAnyOrderGoingBack() {
        return scenarios(false, ANY_ORDER, between(0, 2).map(Act.GoBack::new));
    }

    /** Copies of an event in one partition, read in order; any checkpoint may be restored. */
    static Arbitrary<Scenario> keyedByTenant() {
        return scenarios(true, Entry.Kind.values(), between(0, 2).map(Act.GoBack::new));
    }

    private static Arbitrary<Scenario> scenarios(
            boolean keyed, Entry.Kind[] kinds, Arbitrary<Act> restarts) {
        return Combinators.combine(
                        entries(kinds)
                                .list()
                                .ofMaxSize(MAX_ENTRIES)
                                .withSizeDistribution(RandomDistribution.uniform()),
                        between(1, PARTITIONS),
                        Arbitraries.of(false, true),
                        parallelisms(),
                        acts(restarts))
                .as(
                        (log, partitions, shortWindow, parallelism, acts) ->
                                new Scenario(
                                        log, partitions, keyed, shortWindow, parallelism, acts));
    }

    private static Arbitrary<Entry> entries(Entry.Kind[] kinds) {
        Arbitrary<Entry.Kind> kind =
                Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.just(Entry.Kind.USAGE)),
                        Tuple.of(1, Arbitraries.just(Entry.Kind.VOID)),
                        Tuple.of(2, Arbitraries.of(kinds)));
        Arbitrary<Integer> event =
                Arbitraries.frequencyOf(Tuple.of(2, between(0, 7)), Tuple.of(1, between(0, 23)));
        return Combinators.combine(
                        kind,
                        event,
                        between(0, 2),
                        Arbitraries.of(GAPS),
                        between(0, PARTITIONS - 1))
                .as(Entry::new);
    }

    /** Some reading, then perhaps a checkpoint, then perhaps a restart: and so on. */
    private static Arbitrary<List<Act>> acts(Arbitrary<Act> restarts) {
        Arbitrary<List<Act>> rounds =
                Combinators.combine(
                                steps().list().ofMinSize(1).ofMaxSize(4),
                                checkpoints().optional(0.7),
                                restarts.optional(0.4))
                        .as(
                                (steps, checkpoint, restart) -> {
                                    List<Act> round = new ArrayList<>(steps);
                                    checkpoint.ifPresent(round::add);
                                    restart.ifPresent(round::add);
                                    return round;
                                });
        return rounds.list()
                .ofMaxSize(MAX_ROUNDS)
                .withSizeDistribution(RandomDistribution.uniform())
                .map(all -> all.stream().flatMap(List::stream).toList());
    }

    private static Arbitrary<Act> steps() {
        Arbitrary<Act> reads =
                Combinators.combine(
                                between(0, PARTITIONS - 1),
                                between(1, 4),
                                Arbitraries.of(true, true, false))
                        .as(Act.Read::new);
        Arbitrary<Act> marks = between(0, MAX_ENTRIES).map(Act.ReadCatalog::new);
        Arbitrary<Act> ticks =
                Combinators.combine(between(0, 2), Arbitraries.of(false, true)).as(Act.Tick::new);
        Arbitrary<Act> deliveries =
                Combinators.combine(between(1, 60), choices()).as(Act.Deliver::new);
        return Arbitraries.frequencyOf(
                List.of(
                        Tuple.of(12, reads),
                        Tuple.of(2, marks),
                        Tuple.of(1, Arbitraries.create(Act.ReadChange::new)),
                        Tuple.of(3, ticks),
                        Tuple.of(3, deliveries)));
    }

    private static Arbitrary<Act> checkpoints() {
        Arbitrary<Act.Checkpoint.End> ends =
                Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(Act.Checkpoint.End.COMMITTED)),
                        Tuple.of(1, Arbitraries.of(Act.Checkpoint.End.class)));
        return Combinators.combine(ends, choices()).as(Act.Checkpoint::new);
    }

    private static Arbitrary<Long> choices() {
        return Arbitraries.longs().between(0, 99);
    }

    private static Arbitrary<Integer> parallelisms() {
        return Arbitraries.of(1, 1, 2, 3);
    }

    /** Each as likely as the others; jqwik prefers the small ones. */
    private static Arbitrary<Integer> between(int least, int greatest) {
        return Arbitraries.integers()
                .between(least, greatest)
                .withDistribution(RandomDistribution.uniform());
    }
}
