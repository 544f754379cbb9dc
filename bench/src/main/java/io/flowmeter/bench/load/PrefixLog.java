package io.flowmeter.bench.load;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the numbers of the prefix tenants were appended, as far as the broker has said so: what a
 * reader may expect to see. Thread-safe.
 */
public final class PrefixLog {

    /**
     * A copy unacknowledged for so long, less than the shortest deduplication window there is, may
     * be appended too late to be recognised.
     */
    private static final Duration DOUBTFUL = Duration.ofSeconds(40);

    private final List<LoadTenant> tenants;
    private final Duration deduplicationWindow;
    private final Clock clock;
    private final Map<LoadTenant, Appended> logs = new HashMap<>();

    /** What is known of one tenant. */
    private static final class Appended {
        long[] millis = new long[1_024];
        int count;
        long latestNumber;
        long latestMillis;
        final TreeMap<Long, Long> pendingCopies = new TreeMap<>();
        boolean isExact = true;
    }

    /**
     * @param deduplicationWindow the job's; a copy appended later than that counts again
     */
    public PrefixLog(List<LoadTenant> tenants, Duration deduplicationWindow, Clock clock) {
        this.tenants = List.copyOf(tenants);
        this.deduplicationWindow = deduplicationWindow;
        this.clock = clock;
        tenants.forEach(tenant -> logs.put(tenant, new Appended()));
    }

    /** The tenants whose events count 1, 2, 3, … in order. */
    public List<LoadTenant> tenants() {
        return tenants;
    }

    /** How many events of the tenant are known to have been appended before a time. */
    public synchronized long appendedBefore(LoadTenant tenant, Instant time) {
        Appended log = logs.get(tenant);
        int at = Arrays.binarySearch(log.millis, 0, log.count, time.toEpochMilli());
        if (at < 0) {
            return ~at;
        }
        while (at > 0 && log.millis[at - 1] == time.toEpochMilli()) {
            at--;
        }
        return at;
    }

    /**
     * Whether every meter must show the same number. Not if a copy may have been appended so long
     * after its original that it counts again, or if Kafka lost a number.
     */
    public synchronized boolean isExact(LoadTenant tenant) {
        Appended log = logs.get(tenant);
        long oldest = log.pendingCopies.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
        return log.isExact && clock.millis() - DOUBTFUL.toMillis() < oldest;
    }

    /** A copy of a number is on its way. */
    public synchronized void sentCopy(LoadTenant tenant, long number) {
        logs.get(tenant).pendingCopies.putIfAbsent(number, clock.millis());
    }

    /** A number was appended for the first time; numbers come in order. */
    public synchronized void appended(LoadTenant tenant, long number, Instant appendedAt) {
        Appended log = logs.get(tenant);
        if (number != log.latestNumber + 1) {
            log.isExact = false;
        }
        log.latestNumber = Math.max(number, log.latestNumber);
        if (log.count == log.millis.length) {
            log.millis = Arrays.copyOf(log.millis, 2 * log.count);
        }
        long previous = log.count == 0 ? 0 : log.millis[log.count - 1];
        log.millis[log.count++] = Math.max(previous, appendedAt.toEpochMilli());
        log.latestMillis = appendedAt.toEpochMilli();
    }

    /** A copy of a number was appended. */
    public synchronized void appendedCopy(LoadTenant tenant, long number, Instant appendedAt) {
        Appended log = logs.get(tenant);
        log.pendingCopies.remove(number);
        // A copy follows right behind its original.
        boolean isInOrder = number == log.latestNumber;
        long gapMillis = appendedAt.toEpochMilli() - log.latestMillis;
        if (!isInOrder || gapMillis > deduplicationWindow.toMillis()) {
            log.isExact = false;
        }
    }

    /** Kafka did not take a number, or a copy of one. */
    public synchronized void lost(LoadTenant tenant, long number, boolean isCopy) {
        Appended log = logs.get(tenant);
        log.pendingCopies.remove(number);
        log.isExact = log.isExact && isCopy;
    }
}
