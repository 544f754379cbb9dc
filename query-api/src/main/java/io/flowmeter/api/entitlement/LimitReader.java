package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Progress;
import io.flowmeter.core.threshold.CountedUsage;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what limits say, within one transaction. */
final class LimitReader {

    private final LimitCountQueries counts;
    private final Duration staleAfter;
    private final Clock clock;

    /**
     * @param staleAfter numbers older than this are too old to tell
     */
    LimitReader(Clock clock, Duration staleAfter) {
        this.counts = new LimitCountQueries(clock);
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    /**
     * Limits as they were read.
     *
     * @param counted for each line
     */
    record Read(
            List<LimitLine> lines,
            List<@Nullable BigDecimal> used,
            List<CountedUsage> counted,
            Progress progress,
            boolean isStale) {

        /**
         * @param asked null: whether anything
         */
        Assessment assess(int line, @Nullable BigDecimal asked, Instant now) {
            return Assessment.of(lines.get(line), used.get(line), counted.get(line), asked, now);
        }

        /** What all lines say. */
        List<Assessment> assessAll(@Nullable BigDecimal asked, Instant now) {
            List<Assessment> all = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                all.add(assess(i, asked, now));
            }
            return all;
        }
    }

    /**
     * @param except reservations that are not to be counted
     */
    Read read(Handle handle, String namespace, List<LimitLine> lines, Collection<UUID> except) {
        LimitCounts found = counts.select(handle, namespace, lines, except);
        Map<Integer, Instant> reached = GraceQueries.firstReached(handle, namespace, lines);
        boolean isStale = isStale(found.progress());
        List<CountedUsage> counted = new ArrayList<>();
        List<@Nullable BigDecimal> used = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            LimitLine line = lines.get(i);
            BigDecimal quantity = found.used(line).orElse(null);
            used.add(quantity);
            counted.add(
                    counted(
                            line,
                            Objects.requireNonNullElse(quantity, BigDecimal.ZERO),
                            found.reserved(line),
                            reached.get(i),
                            isStale || isBeyondCap(handle, namespace, line, found)));
        }
        return new Read(lines, used, counted, found.progress(), isStale);
    }

    private static boolean isBeyondCap(
            Handle handle, String namespace, LimitLine line, LimitCounts found) {
        return found.mayBeBeyondCap(line) && !DimensionQueries.wasEverUsed(handle, namespace, line);
    }

    private static CountedUsage counted(
            LimitLine line,
            BigDecimal used,
            BigDecimal reserved,
            @Nullable Instant reachedAt,
            boolean isStale) {
        var counted =
                new CountedUsage(
                        line.aggregation(), used, reserved, reachedAt, line.planSince(), isStale);
        return counted.accumulates() ? counted : counted.reserving(BigDecimal.ZERO);
    }

    private boolean isStale(Progress progress) {
        Instant asOf = progress.asOf();
        return asOf == null || asOf.plus(staleAfter).isBefore(clock.instant());
    }
}
