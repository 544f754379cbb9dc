package io.flowmeter.job.replay;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A log, and one way of reading it.
 *
 * @param keyed every tenant's events stand in one partition; otherwise in any
 * @param shortWindow of deduplication, 400 seconds: copies may stand further apart
 * @param acts in the end all that is left is read, whatever they were
 */
record Scenario(
        List<Entry> log,
        int partitions,
        boolean keyed,
        boolean shortWindow,
        int parallelism,
        List<Act> acts) {

    EventLog events() {
        return new EventLog(log, partitions, keyed);
    }

    Duration window() {
        return shortWindow ? Duration.ofSeconds(400) : Duration.ofDays(35);
    }

    /** The same log, read in append order by one subtask, with one checkpoint at the end. */
    Scenario undisturbed() {
        return new Scenario(log, partitions, keyed, shortWindow, 1, List.of());
    }

    /** The log and what happens, as prose. */
    @Override
    public String toString() {
        EventLog events = events();
        StringBuilder prose = new StringBuilder("\nA log of " + partitions + " partitions:\n");
        for (int i = 0; i < log.size(); i++) {
            var position = events.inAppendOrder().get(i).position();
            prose.append("  ").append(i).append(". ").append(log.get(i));
            prose.append(" [").append(position).append("]\n");
        }
        return prose.append("A job with ")
                .append(parallelism)
                .append(" subtasks and a deduplication window of ")
                .append(window())
                .append(acts.isEmpty() ? ":\n" : ":\n  ")
                .append(acts.stream().map(Act::toString).collect(Collectors.joining("\n  ")))
                .append("\n  reads what is left\n")
                .toString();
    }
}
