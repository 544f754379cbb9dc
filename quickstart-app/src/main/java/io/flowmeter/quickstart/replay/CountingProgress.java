package io.flowmeter.quickstart.replay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits until the job has given every event on the topic its verdict. */
public final class CountingProgress {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Supplier<EventCounts> counts;
    private final Duration patience;

    /**
     * Makes a waiter.
     *
     * @param patience how long the count may stand still before the wait is given up
     */
    public CountingProgress(Supplier<EventCounts> counts, Duration patience) {
        this.counts = counts;
        this.patience = patience;
    }

    /**
     * Waits until as many events are counted as the topic has.
     *
     * @param before the counts that are no progress
     * @return the counts then
     * @throws StalledJobException if the count stood still for too long
     */
    public EventCounts await(EventCounts before, long topicEnd, Progress progress) {
        EventCounts now = counts.get();
        long lastMove = System.nanoTime();
        while (now.total() < topicEnd) {
            if (System.nanoTime() - lastMove > patience.toNanos()) {
                throw new StalledJobException(now.total(), topicEnd, patience);
            }
            pause();
            EventCounts next = counts.get();
            if (next.total() != now.total()) {
                lastMove = System.nanoTime();
            }
            now = next;
            progress.at(now.total() - before.total());
        }
        progress.at(now.total() - before.total());
        return now;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while events were counted", e);
        }
    }
}
