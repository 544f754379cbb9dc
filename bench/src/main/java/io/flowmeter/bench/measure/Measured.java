package io.flowmeter.bench.measure;

import java.util.List;

/**
 * What was measured, in rounds that are alike.
 *
 * @param what from when to when, or which request
 * @param goals none where nothing was promised
 * @param rounds at least one
 */
public record Measured(String what, List<Goal> goals, List<Round> rounds) {

    public Measured {
        goals = List.copyOf(goals);
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException(what + " must be measured in a round at least");
        }
    }

    public boolean isMet() {
        return goals.stream().allMatch(goal -> goal.isMet(rounds));
    }
}
