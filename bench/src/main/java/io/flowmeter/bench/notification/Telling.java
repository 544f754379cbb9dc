package io.flowmeter.bench.notification;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A crossing and what tells of it.
 *
 * @param place the crossing's key, as text
 * @param isReal whether there is such a crossing
 * @param told how many notifications tell of it
 * @param kind of the notification
 * @param isSame whether they tell its quantity and time
 */
record Telling(
        String place,
        boolean isReal,
        @Nullable String window,
        @Nullable String direction,
        @Nullable String threshold,
        @Nullable BigDecimal limitQuantity,
        @Nullable BigDecimal thresholdQuantity,
        long told,
        @Nullable String kind,
        boolean isSame) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int SCALE = 40;
    private static final BigDecimal CRITICAL = BigDecimal.valueOf(95);

    static Telling of(ResultSet row) throws SQLException {
        return new Telling(
                row.getString("place"),
                row.getBoolean("is_real"),
                row.getString("limit_window"),
                row.getString("direction"),
                row.getString("threshold"),
                row.getBigDecimal("limit_quantity"),
                row.getBigDecimal("threshold_quantity"),
                row.getLong("told"),
                row.getString("kind"),
                row.getBoolean("is_same"));
    }

    /** Whether it is told exactly once, and as it is. */
    boolean isRight() {
        return isReal && told == 1 && isSame && expectedKind().equals(kind);
    }

    /** By the threshold's share of the limit; a quantity of no limit is a warning. */
    private String expectedKind() {
        if ("RECOVERED".equals(direction)) {
            return "limit_recovered";
        }
        BigDecimal share = share();
        if (share == null || share.compareTo(CRITICAL) < 0) {
            return "limit_warning";
        }
        return share.compareTo(HUNDRED) < 0 ? "limit_critical" : "limit_exceeded";
    }

    /** A percentage of the limit; null: there is none. Of a limit of nothing all is the whole. */
    private @Nullable BigDecimal share() {
        if (threshold != null && threshold.endsWith("%")) {
            return new BigDecimal(threshold.substring(0, threshold.length() - 1));
        }
        if (limitQuantity == null || thresholdQuantity == null) {
            return null;
        }
        return limitQuantity.signum() == 0
                ? HUNDRED
                : thresholdQuantity
                        .multiply(HUNDRED)
                        .divide(limitQuantity, SCALE, RoundingMode.DOWN);
    }
}
