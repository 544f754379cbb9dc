package io.flowmeter.bench.watch;

/** How often something could be read, and how often it was away. Thread-safe. */
public final class Availability {
    private long successes;
    private long failures;
    private long outages;
    private boolean isAway;

    synchronized void succeeded() {
        successes++;
        isAway = false;
    }

    synchronized void failed() {
        failures++;
        outages += isAway ? 0 : 1;
        isAway = true;
    }

    /** Readings that were answered. */
    public synchronized long successes() {
        return successes;
    }

    /** Readings that failed. */
    public synchronized long failures() {
        return failures;
    }

    /** Failures one after the other are one outage. */
    public synchronized long outages() {
        return outages;
    }

    @Override
    public synchronized String toString() {
        return successes + " readings, " + failures + " failed in " + outages + " outages";
    }
}
