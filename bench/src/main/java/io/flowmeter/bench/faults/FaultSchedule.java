package io.flowmeter.bench.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * An endless sequence of faults that depends on its seed alone: all kinds, shuffled, then all kinds
 * again, so that each comes about as often as any other.
 */
final class FaultSchedule {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(8);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private final List<FaultKind> kinds;
    private final Duration longestPause;
    private final Deque<FaultKind> deck = new ArrayDeque<>();

    /**
     * @param kinds what may happen on this machine
     * @param longestPause of a stopped process; the shortest is 5 s
     */
    FaultSchedule(long seed, Collection<FaultKind> kinds, Duration longestPause) {
        if (kinds.isEmpty() || longestPause.compareTo(SHORTEST_PAUSE) < 0) {
            throw new IllegalArgumentException(
                    "needs a kind of fault and pauses of at least %s, was given %s and %s"
                            .formatted(SHORTEST_PAUSE, kinds, longestPause));
        }
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.kinds = kinds.stream().sorted().toList();
        this.longestPause = longestPause;
    }

    PlannedFault next() {
        if (deck.isEmpty()) {
            deck.addAll(shuffled());
        }
        FaultKind kind = deck.pop();
        return new PlannedFault(
                kind, random.nextInt(1 << 16), length(kind), upTo(Duration.ZERO, LONGEST_GAP));
    }

    private List<FaultKind> shuffled() {
        List<FaultKind> shuffled = new ArrayList<>(kinds);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            FaultKind kind = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, kind);
        }
        return shuffled;
    }

    private Duration length(FaultKind kind) {
        return switch (kind) {
            case PAUSE_TASK_MANAGER,
                    PAUSE_JOB_MANAGER,
                    PAUSE_BROKER,
                    PAUSE_POSTGRES,
                    PAUSE_API,
                    FILL_STATE_DISK ->
                    upTo(SHORTEST_PAUSE, longestPause);
            case KILL_TASK_MANAGER,
                    KILL_JOB_MANAGER,
                    KILL_BROKER,
                    KILL_POSTGRES,
                    KILL_POSTGRES_BACKEND,
                    KILL_API,
                    FAIL_CHECKPOINT,
                    CRASH_AFTER_COMMIT,
                    RESCALE,
                    RESTART_FROM_SAVEPOINT,
                    RESTORE_SAVEPOINT_TWICE ->
                    upTo(Duration.ZERO, LONGEST_ABSENCE);
        };
    }

    private Duration upTo(Duration least, Duration most) {
        return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
    }
}
