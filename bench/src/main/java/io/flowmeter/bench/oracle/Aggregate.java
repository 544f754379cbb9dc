package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
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
        int byValue = live.value().compareTo(best.value());
        return switch (aggregation) {
            case "MAX" -> byValue > 0;
            case "MIN" -> byValue < 0;
            default -> isLater(live, best, byValue);
        };
    }

    /** Greatest event time, then bytewise greatest id, then (of two sources) greatest value. */
    private static boolean isLater(Live live, Live best, int byValue) {
        if (live.usage().eventMillis() != best.usage().eventMillis()) {
            return live.usage().eventMillis() > best.usage().eventMillis();
        }
        // Code points are in the order of their UTF-8 bytes.
        int byId =
                Arrays.compare(
                        live.usage().eventId().codePoints().toArray(),
                        best.usage().eventId().codePoints().toArray());
        return byId != 0 ? byId > 0 : byValue > 0;
    }
}
