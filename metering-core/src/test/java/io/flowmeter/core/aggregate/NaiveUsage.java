package io.flowmeter.core.aggregate;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What usages amount to, computed from all live ones by plain loops. */
final class NaiveUsage {
    private NaiveUsage() {}

    /** Quantity as {@link UsageAggregate} defines it. */
    static @Nullable BigDecimal quantity(Aggregation aggregation, Collection<TestUsage> live) {
        return switch (aggregation) {
            case COUNT -> BigDecimal.valueOf(live.size());
            case UNIQUE_COUNT -> {
                Set<String> users = new HashSet<>();
                live.forEach(usage -> users.add(usage.user()));
                yield BigDecimal.valueOf(users.size());
            }
            case SUM, AVG ->
                    live.stream().map(TestUsage::tokens).reduce(BigDecimal::add).orElse(null);
            case MAX -> live.stream().map(TestUsage::tokens).reduce(BigDecimal::max).orElse(null);
            case MIN -> live.stream().map(TestUsage::tokens).reduce(BigDecimal::min).orElse(null);
            case LAST -> {
                TestUsage last = last(live);
                yield last == null ? null : last.tokens();
            }
        };
    }

    static @Nullable TestUsage last(Collection<TestUsage> live) {
        TestUsage last = null;
        for (TestUsage usage : live) {
            if (last == null || isLater(usage, last)) {
                last = usage;
            }
        }
        return last;
    }

    private static boolean isLater(TestUsage usage, TestUsage other) {
        int byTime = usage.time().compareTo(other.time());
        int byId =
                Arrays.compareUnsigned(
                        usage.eventId().getBytes(StandardCharsets.UTF_8),
                        other.eventId().getBytes(StandardCharsets.UTF_8));
        if (byTime != 0 || byId != 0) {
            return byTime != 0 ? byTime > 0 : byId > 0;
        }
        return usage.tokens().compareTo(other.tokens()) > 0;
    }

    /** The live usages of every window, where the first models in order of arrival have rows. */
    static Map<WindowKey, List<TestUsage>> windows(
            Collection<TestUsage> live, Collection<TestUsage> arrived) {
        Set<String> admitted = new LinkedHashSet<>();
        for (TestUsage usage : arrived) {
            if (admitted.size() < usage.maxDimensionSets() && !usage.model().isEmpty()) {
                admitted.add(usage.dimensions());
            }
        }
        Map<WindowKey, List<TestUsage>> windows = new HashMap<>();
        for (TestUsage usage : live) {
            add(usage, "", windows);
            if (!usage.model().isEmpty()) {
                String dimensions = usage.dimensions();
                add(
                        usage,
                        admitted.contains(dimensions)
                                ? dimensions
                                : "{\"__other__\":\"__other__\"}",
                        windows);
            }
        }
        return windows;
    }

    private static void add(
            TestUsage usage, String dimensions, Map<WindowKey, List<TestUsage>> windows) {
        long millis = usage.time().toEpochMilli();
        if (usage.keepsMinute()) {
            add(usage, new WindowKey("MINUTE", millis / 60_000 * 60_000, dimensions), windows);
        }
        add(usage, new WindowKey("QUARTER_HOUR", millis / 900_000 * 900_000, dimensions), windows);
        long day = usage.cycle().dayContaining(usage.time()).start().toEpochMilli();
        add(usage, new WindowKey("DAY", day, dimensions), windows);
        Window period = usage.cycle().periodContaining(usage.time());
        add(usage, new WindowKey("PERIOD", period.start().toEpochMilli(), dimensions), windows);
        Window month = usage.cycle().monthContaining(usage.time());
        if (!month.equals(period)) {
            add(usage, new WindowKey("MONTH", month.start().toEpochMilli(), dimensions), windows);
        }
    }

    private static void add(
            TestUsage usage, WindowKey window, Map<WindowKey, List<TestUsage>> windows) {
        windows.merge(
                window,
                List.of(usage),
                (some, one) -> {
                    List<TestUsage> more = new ArrayList<>(some);
                    more.addAll(one);
                    return more;
                });
    }
}
