package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.window.Horizon;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one tenant's meter: {@link UsageSeries} decides what is in it, an implementation
 * where it lives (Flink state; a map in tests).
 */
public interface SeriesStore {

    @Nullable Tally tally(WindowKey window);

    void putTally(WindowKey window, Tally tally);

    /**
     * The latest end that any usage in a window knew of, epoch milliseconds; 0 if they all know the
     * same. Nothing in the window lies at or behind it.
     */
    long latestEnd(WindowKey window);

    void putLatestEnd(WindowKey window, long endMillis);

    @Nullable RollingTally rolling(Horizon horizon);

    void putRolling(Horizon horizon, RollingTally rolling);

    /** A billing period or month is used; it need not be the first time. */
    void open(WindowKey window);

    /** How many live events of a window carry this distinct value; 0 if none. */
    long memberCount(WindowKey window, Fingerprint member);

    /** 0 forgets the value. */
    void putMemberCount(WindowKey window, Fingerprint member, long events);

    /** What went into and out of a quarter-hour, in any order, as far as it is remembered. */
    List<LoggedUsage> log(WindowKey quarterHour);

    void appendLog(WindowKey quarterHour, LoggedUsage usage);

    /** Whether this dimension set has rows of its own; {@code __other__} may be one. */
    boolean hasDimensionSet(String dimensions);

    int dimensionSetCount();

    void addDimensionSet(String dimensions);
}
