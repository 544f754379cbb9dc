package io.flowmeter.job.replay;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Logs with many copies and corrections of few events, and interrupted readings of them. */
final class Scenarios {
    private static final int MAX_ENTRIES = 24;
    private static final int MAX_ACTS = 24;
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

    private Scenarios() {}

    /** Copies of an event in any partition; a crash loses no completed checkpoint. */
    static Arbitrary<Scenario> inAnyOrder() {
        Entry.Kind[] kinds = {
            Entry.Kind.USAGE,
            Entry.Kind.VOID,
            Entry.Kind.REPLACE,
            Entry.Kind.POISON,
            Entry.Kind.NO_VALUE,
            Entry.Kind.UNMATCHED,
            Entry.Kind.NOWHERE
        };
        return scenarios(false, kinds, parallelisms().map(Act.Crash::new));
    }

    /** Copies of an event in one partition, read in order; any checkpoint may be restored. */
    static Arbitrary<Scenario> keyedByTenant() {
        return scenarios(
                true,
                Entry.Kind.values(),
                Arbitraries.integers().between(0, 3).map(Act.GoBack::new));
    }

    private static Arbitrary<Scenario> scenarios(
            boolean keyed, Entry.Kind[] kinds, Arbitrary<Act> restarts) {
        return Combinators.combine(
                        entries(kinds).list().ofMaxSize(MAX_ENTRIES),
                        Arbitraries.integers().between(1, PARTITIONS),
                        Arbitraries.of(false, true),
                        parallelisms(),
                        acts(restarts).list().ofMaxSize(MAX_ACTS))
                .as(
                        (log, partitions, shortWindow, parallelism, acts) ->
                                new Scenario(
                                        log, partitions, keyed, shortWindow, parallelism, acts));
    }

    private static Arbitrary<Entry> entries(Entry.Kind[] kinds) {
        Arbitrary<Entry.Kind> kind =
                Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.just(Entry.Kind.USAGE)),
                        Tuple.of(2, Arbitraries.just(Entry.Kind.VOID)),
                        Tuple.of(2, Arbitraries.of(kinds)));
        Arbitrary<Integer> event =
                Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.integers().between(0, 3)),
                        Tuple.of(1, Arbitraries.integers().between(0, 11)));
        return Combinators.combine(
                        kind,
                        event,
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(GAPS),
                        Arbitraries.integers().between(0, PARTITIONS - 1))
                .as(Entry::new);
    }

    private static Arbitrary<Act> acts(Arbitrary<Act> restarts) {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, MAX_ENTRIES);
        Arbitrary<Long> choices = Arbitraries.longs().between(0, 99);
        Arbitrary<Act> reads =
                Combinators.combine(
                                Arbitraries.integers().between(0, PARTITIONS - 1),
                                Arbitraries.integers().between(1, 8))
                        .as(Act.Read::new);
        Arbitrary<Act> ticks =
                Combinators.combine(
                                Arbitraries.integers().between(0, 2), Arbitraries.of(false, true))
                        .as(Act.Tick::new);
        Arbitrary<Act> deliveries =
                Combinators.combine(Arbitraries.integers().between(1, 60), choices)
                        .as(Act.Deliver::new);
        Arbitrary<Act> checkpoints =
                Combinators.combine(Arbitraries.of(Act.Checkpoint.End.class), choices)
                        .as(Act.Checkpoint::new);
        return Arbitraries.frequencyOf(
                List.of(
                        Tuple.of(8, reads),
                        Tuple.of(4, numbers.map(Act.ReadCatalog::new)),
                        Tuple.of(1, Arbitraries.create(Act.ReadChange::new)),
                        Tuple.of(3, ticks),
                        Tuple.of(4, deliveries),
                        Tuple.of(4, checkpoints),
                        Tuple.of(2, restarts)));
    }

    private static Arbitrary<Integer> parallelisms() {
        return Arbitraries.integers().between(1, 3);
    }
}
