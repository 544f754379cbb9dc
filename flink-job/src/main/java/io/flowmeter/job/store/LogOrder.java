package io.flowmeter.job.store;

import io.flowmeter.core.event.LogPosition;
import java.util.Comparator;

/** The order in which rows keyed by their position are locked. */
final class LogOrder {

    static final Comparator<LogPosition> BY_POSITION =
            Comparator.comparing(LogPosition::topic)
                    .thenComparingInt(LogPosition::partition)
                    .thenComparingLong(LogPosition::offset);

    private LogOrder() {}
}
