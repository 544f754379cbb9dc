package io.flowmeter.api.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.api.http.Json;
import io.flowmeter.core.threshold.LimitWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code threshold_crossing}, as far as somebody is told of it.
 *
 * @param threshold {@code 80%} or {@code 500}
 * @param isRecovery whether the quantity fell below the threshold
 * @param dimensions null: the total
 * @param limitQuantity null: unlimited
 * @param thresholdQuantity null: a percentage of no limit
 */
record ThresholdCrossing(
        String tenant,
        String limitKey,
        String meter,
        LimitWindow window,
        Instant windowStart,
        @Nullable Instant windowEnd,
        String dimensionsHash,
        @Nullable JsonNode dimensions,
        String threshold,
        boolean isRecovery,
        int ordinal,
        @Nullable BigDecimal limitQuantity,
        @Nullable BigDecimal thresholdQuantity,
        BigDecimal quantity,
        Instant occurredAt) {

    /** Those that happened at once: the lower threshold first. */
    static final Comparator<ThresholdCrossing> BY_TIME =
            Comparator.comparing(ThresholdCrossing::occurredAt)
                    .thenComparing(
                            ThresholdCrossing::thresholdQuantity,
                            Comparator.nullsLast(Comparator.naturalOrder()));

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal CRITICAL = BigDecimal.valueOf(95);

    /** What the row tells. */
    Notice notice() {
        ObjectNode data = Json.tree(Data.of(this)).deepCopy();
        return new Notice(tenant, kind(), dedupeKey(), summary(), data, occurredAt);
    }

    /** By the threshold's share of the limit, whatever the quantity is by now. */
    NotificationKind kind() {
        if (isRecovery) {
            return NotificationKind.LIMIT_RECOVERED;
        }
        return shareCompared(HUNDRED) >= 0
                ? NotificationKind.LIMIT_EXCEEDED
                : shareCompared(CRITICAL) >= 0
                        ? NotificationKind.LIMIT_CRITICAL
                        : NotificationKind.LIMIT_WARNING;
    }

    /** Compares the threshold's share with a percentage; a quantity of no limit is below all. */
    private int shareCompared(BigDecimal percentage) {
        if (threshold.endsWith("%")) {
            String number = threshold.substring(0, threshold.length() - 1);
            return new BigDecimal(number).compareTo(percentage);
        }
        if (limitQuantity == null || thresholdQuantity == null) {
            return -1;
        }
        return thresholdQuantity.multiply(HUNDRED).compareTo(limitQuantity.multiply(percentage));
    }

    /** The row's key but for its generation: a backfill that finds it again tells nobody. */
    private String dedupeKey() {
        return Json.write(
                List.of(
                        meter,
                        limitKey,
                        window.name(),
                        windowStart.toString(),
                        dimensionsHash,
                        threshold,
                        isRecovery ? "RECOVERED" : "CROSSED",
                        ordinal));
    }

    private String summary() {
        String share = threshold.endsWith("%") ? threshold + " of the limit" : threshold;
        return tenant
                + (isRecovery ? " fell below " : " reached ")
                + share
                + " "
                + limitKey
                + ": "
                + quantity.stripTrailingZeros().toPlainString()
                + Optional.ofNullable(limitQuantity)
                        .map(limit -> " of " + limit.stripTrailingZeros().toPlainString())
                        .orElse("")
                + " "
                + meter;
    }

    /** The data of the notification: what the crossing's row says. */
    record Data(
            String limitKey,
            String meter,
            String window,
            @Nullable Instant windowStart,
            @Nullable Instant windowEnd,
            @Nullable JsonNode dimensions,
            String threshold,
            @Nullable BigDecimal thresholdQuantity,
            @Nullable BigDecimal limitQuantity,
            BigDecimal quantity,
            int ordinal) {

        static Data of(ThresholdCrossing crossing) {
            return new Data(
                    crossing.limitKey,
                    crossing.meter,
                    crossing.window.name(),
                    crossing.window.isRolling() ? null : crossing.windowStart,
                    crossing.windowEnd,
                    crossing.dimensions,
                    crossing.threshold,
                    crossing.thresholdQuantity,
                    crossing.limitQuantity,
                    crossing.quantity,
                    crossing.ordinal);
        }
    }
}
