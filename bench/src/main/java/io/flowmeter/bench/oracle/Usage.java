package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one accepted event adds.
 *
 * @param hasMinute whether it was young enough when appended to count in its minute
 * @param month the tenant's calendar month; null where the job counted none yet
 * @param hasCalendarPeriods whether the tenant's billing periods are calendar months
 * @param contributions by meter, at least one
 */
record Usage(
        String eventId,
        long eventMillis,
        boolean hasMinute,
        Span day,
        Span period,
        @Nullable Span month,
        boolean hasCalendarPeriods,
        List<Contribution> contributions) {

    /** Cheap, because usages of one identity only are told apart by it. */
    @Override
    public int hashCode() {
        return Long.hashCode(eventMillis);
    }

    /** As the audit log says it: {@code tokens=374 at 2026-03-01T00:00:00Z}. */
    String describe() {
        StringBuilder text = new StringBuilder();
        for (Contribution contribution : contributions) {
            BigDecimal value = contribution.value();
            text.append(contribution.meter())
                    .append('=')
                    .append(value == null ? "1" : plain(value))
                    .append(contribution.dimensions())
                    .append(' ');
        }
        return text.append("at ").append(Instant.ofEpochMilli(eventMillis)).toString();
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
