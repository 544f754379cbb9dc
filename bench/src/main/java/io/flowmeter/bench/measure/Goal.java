package io.flowmeter.bench.measure;

import java.time.Duration;
import java.util.List;

/**
 * A bar: the median of the rounds' percentiles may not be longer.
 *
 * @param percent which percentile
 * @param leastPerSecond what the load must have been in every round for the goal to count
 */
public record Goal(int percent, Duration most, long leastPerSecond) {

    /** Where the load does not matter. */
    public static Goal of(int percent, Duration most) {
        return new Goal(percent, most, 0);
    }

    public boolean isMet(List<Round> rounds) {
        return rounds.stream().allMatch(Round::isComplete)
                && isUnderLoad(rounds)
                && median(percent, rounds).compareTo(most) <= 0;
    }

    /** In words. */
    String verdict(List<Round> rounds) {
        if (isMet(rounds)) {
            return "met";
        }
        return isUnderLoad(rounds)
                ? "**not met**"
                : "**not shown**: it asks for %,d a second".formatted(leastPerSecond);
    }

    private boolean isUnderLoad(List<Round> rounds) {
        return rounds.stream().allMatch(round -> round.perSecond() >= leastPerSecond);
    }

    /** Of an even number of rounds, the longer of the two in the middle. */
    static Duration median(int percent, List<Round> rounds) {
        List<Duration> sorted =
                rounds.stream().map(round -> round.times().at(percent)).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
