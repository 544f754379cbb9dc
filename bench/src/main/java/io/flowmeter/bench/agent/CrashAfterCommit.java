package io.flowmeter.bench.agent;

import java.io.IOException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ends the process right after Postgres committed an epoch. Called from the job's own classes, so
 * it is public; it knows them by their words only, since another class loader has them.
 */
public final class CrashAfterCommit {

    /** As {@code EpochBatch} describes itself: "… checkpoint 7), 12 rows". */
    private static final Pattern BATCH = Pattern.compile("checkpoint (-?\\d+)\\), (\\d+) rows$");

    private CrashAfterCommit() {}

    /** Epochs without rows are let pass: their repetition would prove nothing. */
    public static void onCommitted(Collection<?> batches) {
        if (!Arming.isArmed(AgentFault.CRASH_AFTER_COMMIT)) {
            return;
        }
        Described epoch = describe(batches);
        if (epoch.rows() > 0 && Arming.take(AgentFault.CRASH_AFTER_COMMIT)) {
            Arming.tell(
                    AgentFault.CRASH_AFTER_COMMIT,
                    new FaultNote(
                            epoch.checkpoint(),
                            Thread.currentThread().getName(),
                            epoch.rows() + " rows were committed: " + batches));
            killThisProcess();
        }
    }

    /**
     * Does not return. {@code Runtime.halt} was seen to hang: it waits for all threads to stand
     * still, and asks nobody to end.
     */
    private static void killThisProcess() {
        try {
            new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
            Thread.sleep(Long.MAX_VALUE);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("could not kill this process", e);
        }
    }

    static Described describe(Collection<?> batches) {
        long checkpoint = -1;
        long rows = 0;
        for (Object batch : batches) {
            Matcher words = BATCH.matcher(batch.toString());
            if (!words.find()) {
                throw new IllegalStateException("no batch of an epoch: " + batch);
            }
            checkpoint = Long.parseLong(words.group(1));
            rows += Long.parseLong(words.group(2));
        }
        return new Described(checkpoint, rows);
    }

    record Described(long checkpoint, long rows) {}
}
