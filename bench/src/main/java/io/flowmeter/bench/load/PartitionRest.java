package io.flowmeter.bench.load;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Which partitions are written to: the last never by plain usage, the one before it only now and
 * then, the others always. Its time is the number of steps.
 */
final class PartitionRest {
    private static final int AWAKE_SECONDS = 40;
    private static final int ASLEEP_SECONDS = 90;
    private static final int QUIET_SECONDS = 60;
    private static final int BETWEEN_PAUSES_SECONDS = 30;

    private final LoadSettings settings;
    private final SplittableRandom random;
    private boolean isAwake = true;
    private long nextChange;
    private long nextQuietBurst;
    private long nextPause;

    PartitionRest(LoadSettings settings, SplittableRandom random) {
        this.settings = settings;
        this.random = random;
        nextChange = drawn(AWAKE_SECONDS);
        nextQuietBurst = drawn(QUIET_SECONDS) / 2;
        nextPause = drawn(BETWEEN_PAUSES_SECONDS);
    }

    /** Goes on to this step. */
    void advance(long step) {
        if (step >= nextChange) {
            isAwake = !isAwake;
            nextChange = step + drawn(isAwake ? AWAKE_SECONDS : ASLEEP_SECONDS);
        }
    }

    boolean isAwake(int partition) {
        int last = settings.partitions() - 1;
        return partition < last - 1 || (partition == last - 1 && isAwake);
    }

    /** The step at which a partition that sleeps now wakes up. */
    long wakesAt() {
        return nextChange;
    }

    /** Whether the quiet partition gets its few records now. */
    boolean isQuietBurst(long step) {
        if (step < nextQuietBurst) {
            return false;
        }
        nextQuietBurst = step + drawn(QUIET_SECONDS);
        return true;
    }

    /** Whether the whole load pauses now. */
    boolean isPause(long step) {
        if (step < nextPause) {
            return false;
        }
        nextPause = step + drawn(BETWEEN_PAUSES_SECONDS);
        return true;
    }

    /** Steps of once to twice as many seconds. */
    private long drawn(int seconds) {
        return settings.stepsIn(
                Duration.ofMillis(seconds * 1_000L + random.nextInt(seconds * 1_000)));
    }
}
