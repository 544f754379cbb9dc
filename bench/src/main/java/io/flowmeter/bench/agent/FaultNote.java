package io.flowmeter.bench.agent;

import java.util.List;

/**
 * What the agent did, where.
 *
 * @param checkpoint Flink's number of the checkpoint that was hit
 * @param task the subtask that failed, in Flink's words
 * @param detail a sentence for people
 */
public record FaultNote(long checkpoint, String task, String detail) {

    private static final int LINES = 3;

    /** One line each. */
    public List<String> lines() {
        return List.of(String.valueOf(checkpoint), task, detail.replace('\n', ' '));
    }

    /**
     * @throws IllegalArgumentException if these are not the lines of a note
     */
    public static FaultNote parse(List<String> lines) {
        if (lines.size() != LINES || !lines.get(0).matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("no note of a fault: " + lines);
        }
        return new FaultNote(Long.parseLong(lines.get(0)), lines.get(1), lines.get(2));
    }
}
