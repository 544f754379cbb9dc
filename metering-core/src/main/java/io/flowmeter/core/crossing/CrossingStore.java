package io.flowmeter.core.crossing;

import io.flowmeter.core.aggregate.SettledStore;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.threshold.ThresholdState;
import java.util.List;
import java.util.Set;

/** The memory of the crossings of one tenant's meter. */
public interface CrossingStore extends SettledStore {

    /** Up to which append time crossings have been looked for; 0 if never. */
    long settledUntilMillis();

    /**
     * @param unsettled changes appended later that are folded already
     */
    void settleUntil(long millis, List<UsageChange> unsettled);

    /** Billing periods and months in use that have not been closed. */
    Set<WindowKey> openWindows();

    void close(WindowKey window);

    /** Empty if no threshold was ever crossed there. */
    List<ThresholdState> thresholds(LimitedWindow window);

    void putThresholds(LimitedWindow window, List<ThresholdState> states);

    /** Where a threshold was ever crossed. */
    Set<LimitedWindow> crossedWindows();
}
