package io.flowmeter.job.store;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often and how long a transaction is tried before the job gives up and restarts from its
 * checkpoint. The task's thread waits meanwhile, so it must be short.
 *
 * @param maxTries the first one included
 * @param firstDelay before the second try; each later one is four times as long
 * @param limit no try begins later than this after the first
 */
record Backoff(int maxTries, Duration firstDelay, Duration limit) implements Serializable {

    /** Tries at about 0, 0.25, 1.25, 5.25 and 21.25 s: a Postgres restart fits in. */
    static final Backoff DEFAULT = new Backoff(5, Duration.ofMillis(250), Duration.ofSeconds(30));

    /**
     * @param tries made so far, at least one
     * @param elapsed since the first began
     */
    boolean allowsAnother(int tries, Duration elapsed) {
        return tries < maxTries && elapsed.plus(delayAfter(tries)).compareTo(limit) <= 0;
    }

    Duration delayAfter(int tries) {
        return firstDelay.multipliedBy(1L << (2 * (tries - 1)));
    }
}
