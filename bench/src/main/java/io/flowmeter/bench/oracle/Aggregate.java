package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a set of live contributions to one meter amounts to.
 *
 * @param quantity COUNT: events; SUM, AVG: the sum; MAX, MIN, LAST: the value; UNIQUE_COUNT:
 *     distinct values; null if none is live and the aggregation reads a number
 * @param last LAST only: the event that has the value
 */
record Aggregate(long eventCount, @Nullable BigDecimal quantity, @Nullable Live last) {

    /**
     * Of MAX the greatest value is taken; of LAST the greatest event time, then the bytewise
     * greatest id, then (of two sources) the greatest value.
     */
    static final Map<String, Comparator<Live>> PREFERENCE =
            Map.of(
                    "MAX",
                    Comparator.comparing(Live::value),
                    "LAST",
                    Comparator.comparingLong((Live live) -> live.usage().eventMillis())
                            .thenComparing(Aggregate::compareIds)
                            .thenComparing(Live::value));

    /** One contribution that counts. */
    record Live(Usage usage, Contribution contribution) {
        BigDecimal value() {
            return Objects.requireNonNull(contribution.value());
        }
    }

    static Aggregate of(String aggregation, Collection<Live> lives) {
        return switch (aggregation) {
            case "COUNT" -> counting(lives, lives.size());
            case "UNIQUE_COUNT" -> counting(lives, members(lives).size());
            case "SUM", "AVG" -> new Aggregate(lives.size(), sum(lives), null);
            case "MAX", "MIN", "LAST" -> preferring(aggregation, lives);
            default -> throw new IllegalArgumentException("unknown aggregation " + aggregation);
        };
    }

    private static Aggregate counting(Collection<Live> lives, long quantity) {
        return new Aggregate(lives.size(), BigDecimal.valueOf(quantity), null);
    }

    private static Set<String> members(Collection<Live> lives) {
        Set<String> members = new HashSet<>();
        lives.forEach(live -> members.add(Objects.requireNonNull(live.contribution().member())));
        return members;
    }

    private static @Nullable BigDecimal sum(Collection<Live> lives) {
        BigDecimal sum = null;
        for (Live live : lives) {
            sum = sum == null ? live.value() : sum.add(live.value());
        }
        return sum;
    }

    private static Aggregate preferring(String aggregation, Collection<Live> lives) {
        Live best = null;
        for (Live live : lives) {
            if (best == null || isBetter(aggregation, live, best)) {
                best = live;
            }
        }
        return new Aggregate(
                lives.size(),
                best == null ? null : best.value(),
                aggregation.equals("LAST") ? best : null);
    }

    private static boolean isBetter(String aggregation, Live live, Live best) {
        return aggregation.equals("MIN")
                ? live.value().compareTo(best.value()) < 0
                : Objects.requireNonNull(PREFERENCE.get(aggregation)).compare(live, best) > 0;
    }

    /** Code points are in the order of their UTF-8 bytes. */
    private static int compareIds(Live live, Live best) {
        return Arrays.compare(
                live.usage().eventId().codePoints().toArray(),
                best.usage().eventId().codePoints().toArray());
    }
}
