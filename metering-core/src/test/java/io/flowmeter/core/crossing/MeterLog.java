package io.flowmeter.core.crossing;

import io.flowmeter.core.aggregate.Month;
import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random log of one tenant's meter, in append order, and the limits that came with it. */
final class MeterLog {
    static final Instant START = Instant.parse("2026-03-30T22:59:30Z");
    static final String NAMESPACE = "shop";
    static final String TENANT = "acme";
    static final String METER = "tokens";

    private static final List<Duration> STEPS =
            List.of(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMillis(1),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(31),
                    Duration.ofMinutes(7),
                    Duration.ofMinutes(61),
                    Duration.ofHours(25),
                    Duration.ofDays(9));

    private static final List<Duration> AGES =
            List.of(
                    Duration.ofMinutes(-5),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(40),
                    Duration.ofMinutes(59),
                    Duration.ofHours(24),
                    Duration.ofDays(3),
                    Duration.ofDays(33));

    final Aggregation aggregation;
    final List<UsageChange> changes = new ArrayList<>();
    final List<PlanVersion> plans = new ArrayList<>();
    final List<SubscriptionVersion> subscriptions = new ArrayList<>();
    private final Random random;
    private final BillingCycle cycle;
    private final List<UsageChange> live = new ArrayList<>();

    MeterLog(Aggregation aggregation, Random random) {
        this.aggregation = aggregation;
        this.random = random;
        this.cycle =
                new BillingCycle(
                        ZoneId.of(random.nextBoolean() ? "UTC" : "Europe/Berlin"),
                        random.nextBoolean()
                                ? BillingCycle.Interval.MONTH
                                : BillingCycle.Interval.QUARTER,
                        null);
        Instant now = START;
        for (int i = 0; i < 40; i++) {
            now = now.plus(pick(STEPS));
            switch (random.nextInt(9)) {
                case 0 -> plans.add(plan(now));
                case 1 -> subscriptions.add(subscription(now));
                case 2, 3 -> takeBack(now.toEpochMilli());
                default -> use(now);
            }
        }
    }

    private void use(Instant now) {
        Instant time = now.minus(pick(AGES));
        Window day = cycle.dayContaining(time);
        Window period = cycle.periodContaining(time);
        Window month = cycle.monthContaining(time);
        Placement at =
                new Placement(
                        time.toEpochMilli(),
                        !time.isBefore(now.minus(Duration.ofDays(2))),
                        day.start().toEpochMilli(),
                        day.end().toEpochMilli(),
                        period.start().toEpochMilli(),
                        period.end().toEpochMilli(),
                        month.equals(period)
                                ? null
                                : new Month(
                                        month.start().toEpochMilli(), month.end().toEpochMilli()));
        Contribution contribution =
                new Contribution(
                        METER,
                        aggregation.name(),
                        Dimensions.canonical(Map.of("model", pick(List.of("m-1", "m-2", "m-3")))),
                        100,
                        aggregation.isNumeric() ? BigDecimal.valueOf(random.nextInt(-1, 5)) : null,
                        aggregation == Aggregation.UNIQUE_COUNT
                                ? Fingerprint.of("user", "u-" + random.nextInt(6))
                                : null);
        UsageChange use =
                new UsageChange(
                        NAMESPACE,
                        TENANT,
                        "e-" + changes.size(),
                        at,
                        contribution,
                        now.toEpochMilli(),
                        1,
                        1);
        changes.add(use);
        live.add(use);
    }

    private void takeBack(long appendMillis) {
        if (!live.isEmpty()) {
            UsageChange used = live.remove(random.nextInt(live.size()));
            changes.add(
                    new UsageChange(
                            NAMESPACE,
                            TENANT,
                            used.eventId(),
                            used.placement(),
                            used.contribution(),
                            appendMillis,
                            -1,
                            1));
        }
    }

    private PlanVersion plan(Instant now) {
        return new PlanVersion(NAMESPACE, "starter", plans.size() + 1, later(now), now, limits());
    }

    private SubscriptionVersion subscription(Instant now) {
        return new SubscriptionVersion(
                NAMESPACE,
                TENANT,
                subscriptions.size() + 1,
                random.nextInt(5) == 0 ? null : "starter",
                later(now),
                now,
                random.nextInt(3) == 0 ? limits() : List.of());
    }

    private Instant later(Instant now) {
        return random.nextInt(3) == 0 ? now.plus(pick(STEPS)) : now.minusSeconds(1);
    }

    private List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            LimitWindow window = pick(List.of(LimitWindow.values()));
            boolean isByModel = !window.isRolling() && random.nextInt(3) == 0;
            limits.add(
                    new Limit(
                            "limit-" + i,
                            METER,
                            window,
                            isByModel ? "model" : null,
                            isByModel && random.nextBoolean() ? "m-1" : null,
                            random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(9)),
                            Limit.Enforcement.HARD,
                            BigDecimal.ZERO,
                            Limit.DEFAULT_GRACE,
                            Limit.WhenStale.ALLOW,
                            random.nextBoolean()
                                    ? Limit.DEFAULT_THRESHOLDS
                                    : List.of(new Threshold("50%"), new Threshold("3"))));
        }
        return limits;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
