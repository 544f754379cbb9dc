package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Progress;
import io.flowmeter.core.meter.Dimensions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the tables say of limits, all at the same moment. Not thread-safe. */
final class LimitCounts {

    private final Map<UsageKey, BigDecimal> used = new HashMap<>();
    private final Map<ReservedKey, List<Reserved>> reserved = new HashMap<>();
    private Progress progress;

    LimitCounts() {
        this(new Progress(null, null));
    }

    LimitCounts(Progress progress) {
        this.progress = progress;
    }

    /**
     * @param starts null: a rolling window
     */
    private record UsageKey(
            String tenant,
            String meter,
            String kind,
            @Nullable Instant starts,
            String dimensions) {}

    private record ReservedKey(String tenant, String meter) {}

    private record Reserved(Instant minute, String dimensions, BigDecimal quantity) {}

    void readAt(Progress asOf) {
        progress = asOf;
    }

    /**
     * @param quantity null: no event counts
     */
    void used(
            String tenant,
            String meter,
            String kind,
            @Nullable Instant starts,
            String dimensions,
            @Nullable BigDecimal quantity) {
        if (quantity != null) {
            used.put(new UsageKey(tenant, meter, kind, starts, dimensions), quantity);
        }
    }

    void reserved(
            String tenant, String meter, Instant minute, String dimensions, BigDecimal quantity) {
        reserved.computeIfAbsent(new ReservedKey(tenant, meter), key -> new ArrayList<>())
                .add(new Reserved(minute, dimensions, quantity));
    }

    Progress progress() {
        return progress;
    }

    /** Empty: nothing. */
    Optional<BigDecimal> used(LimitLine line) {
        return used(line, line.dimensions());
    }

    /**
     * Whether usage of the line's dimension value may be among that of all values beyond the
     * meter's cap, where nobody can tell how much it is.
     */
    boolean mayBeBeyondCap(LimitLine line) {
        return line.isOnDimension()
                && used(line).isEmpty()
                && used(line, Dimensions.OTHER_SET)
                        .filter(other -> other.signum() != 0)
                        .isPresent();
    }

    private Optional<BigDecimal> used(LimitLine line, String dimensions) {
        return Optional.ofNullable(
                used.get(
                        new UsageKey(
                                line.tenant(),
                                line.limit().meter(),
                                line.kind(),
                                line.isRolling() ? null : line.window().start(),
                                dimensions)));
    }

    /** By open reservations whose usage the limit will count. */
    BigDecimal reserved(LimitLine line) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Reserved one :
                reserved.getOrDefault(
                        new ReservedKey(line.tenant(), line.limit().meter()), List.of())) {
            boolean isOn = !line.isOnDimension() || line.dimensions().equals(one.dimensions());
            if (isOn && line.window().contains(one.minute())) {
                sum = sum.add(one.quantity());
            }
        }
        return sum;
    }
}
