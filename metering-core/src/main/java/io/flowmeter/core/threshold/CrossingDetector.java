package io.flowmeter.core.threshold;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rule of crossings. A threshold is crossed where the quantity was below it and no longer is,
 * each time once; it recovers where the quantity falls below it again, or where a higher limit puts
 * it beyond the quantity, and can then be crossed anew. If one step passes several, all are
 * reported, the lowest first.
 */
public final class CrossingDetector {
    private CrossingDetector() {}

    /** Up or down. */
    public enum Direction {
        CROSSED,
        RECOVERED
    }

    /**
     * One threshold passed.
     *
     * @param ordinal which crossing of this threshold it is, or which one it ends, from 1
     * @param thresholdQuantity null where the threshold has gone, or is a percentage of no limit
     */
    public record Passage(
            Threshold threshold,
            Direction direction,
            int ordinal,
            @Nullable BigDecimal thresholdQuantity) {}

    /**
     * What a quantity does to the thresholds of a limit.
     *
     * @param states of the thresholds that were ever crossed
     */
    public record Step(List<ThresholdState> states, List<Passage> passages) {}

    /**
     * Compares a quantity with all thresholds.
     *
     * @param limit null if there is none any more: all that is active recovers
     * @param states what earlier steps left of this limit in this window
     */
    public static Step judge(
            @Nullable Limit limit, List<ThresholdState> states, BigDecimal quantity) {
        Map<String, ThresholdState> known = new LinkedHashMap<>();
        states.forEach(state -> known.put(state.threshold(), state));
        List<Passage> passages = new ArrayList<>();
        if (limit != null) {
            for (Threshold threshold : ascending(limit)) {
                judge(threshold, limit, quantity, known, passages);
            }
        }
        for (ThresholdState state : states) {
            boolean isListed =
                    limit != null && limit.thresholds().contains(new Threshold(state.threshold()));
            if (!isListed && state.isActive()) {
                recover(new Threshold(state.threshold()), null, state, known, passages);
            }
        }
        return new Step(List.copyOf(known.values()), passages);
    }

    /** By quantity; percentages of no limit come last. */
    private static List<Threshold> ascending(Limit limit) {
        return limit.thresholds().stream()
                .sorted(
                        Comparator.comparing(
                                threshold -> threshold.quantity(limit.quantity()).orElse(null),
                                Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    private static void judge(
            Threshold threshold,
            Limit limit,
            BigDecimal quantity,
            Map<String, ThresholdState> known,
            List<Passage> passages) {
        BigDecimal at = threshold.quantity(limit.quantity()).orElse(null);
        // Where nothing is used nothing is reached, also not a limit of 0: its first usage does
        // that.
        boolean isReached = at != null && quantity.signum() > 0 && at.compareTo(quantity) <= 0;
        ThresholdState state = known.get(threshold.text());
        boolean isActive = state != null && state.isActive();
        if (isReached && !isActive) {
            int ordinal = state == null ? 1 : state.ordinal() + 1;
            known.put(threshold.text(), new ThresholdState(threshold.text(), ordinal, true));
            passages.add(new Passage(threshold, Direction.CROSSED, ordinal, at));
        } else if (!isReached && isActive) {
            recover(threshold, at, state, known, passages);
        }
    }

    private static void recover(
            Threshold threshold,
            @Nullable BigDecimal at,
            ThresholdState state,
            Map<String, ThresholdState> known,
            List<Passage> passages) {
        known.put(threshold.text(), new ThresholdState(threshold.text(), state.ordinal(), false));
        passages.add(new Passage(threshold, Direction.RECOVERED, state.ordinal(), at));
    }
}
