package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Progress;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tables say of limits, all at the same moment.
 *
 * @param lines in the order they were asked for
 */
record LimitCounts(List<Line> lines, Progress progress) {

    LimitCounts {
        lines = List.copyOf(lines);
    }

    /**
     * @param used null: nothing
     * @param reserved by open reservations
     */
    record Line(@Nullable BigDecimal used, BigDecimal reserved) {}
}
