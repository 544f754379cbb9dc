package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.BillingCycle.Interval;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** One usage: of a number of tokens, by a user, with a model, at a time. */
record TestUsage(
        String eventId,
        BigDecimal tokens,
        String user,
        String model,
        Instant time,
        boolean keepsMinute,
        int maxDimensionSets,
        BillingCycle cycle) {

    /** A usage of one token by u-1 at noon on 1 March 2026, UTC, without a model. */
    static TestUsage usage(String eventId) {
        return new TestUsage(
                eventId,
                BigDecimal.ONE,
                "u-1",
                "",
                Instant.parse("2026-03-01T12:00:00Z"),
                true,
                100,
                BillingCycle.DEFAULT);
    }

    TestUsage of(String moreTokens) {
        return of(new BigDecimal(moreTokens));
    }

    TestUsage of(BigDecimal number) {
        return new TestUsage(
                eventId, number, user, model, time, keepsMinute, maxDimensionSets, cycle);
    }

    TestUsage by(String otherUser) {
        return new TestUsage(
                eventId, tokens, otherUser, model, time, keepsMinute, maxDimensionSets, cycle);
    }

    TestUsage with(String otherModel) {
        return new TestUsage(
                eventId, tokens, user, otherModel, time, keepsMinute, maxDimensionSets, cycle);
    }

    TestUsage at(String otherTime) {
        return at(Instant.parse(otherTime));
    }

    TestUsage at(Instant otherTime) {
        return new TestUsage(
                eventId, tokens, user, model, otherTime, keepsMinute, maxDimensionSets, cycle);
    }

    TestUsage in(String zone) {
        return new TestUsage(
                eventId,
                tokens,
                user,
                model,
                time,
                keepsMinute,
                maxDimensionSets,
                new BillingCycle(ZoneId.of(zone), cycle.interval(), null));
    }

    TestUsage every(Interval interval) {
        return new TestUsage(
                eventId,
                tokens,
                user,
                model,
                time,
                keepsMinute,
                maxDimensionSets,
                new BillingCycle(cycle.zone(), interval, null));
    }

    /** Appended too late for its minute. */
    TestUsage late() {
        return late(true);
    }

    TestUsage late(boolean isLate) {
        return new TestUsage(eventId, tokens, user, model, time, !isLate, maxDimensionSets, cycle);
    }

    /** Read by a meter that keeps this many models apart. */
    TestUsage capped(int models) {
        return new TestUsage(eventId, tokens, user, model, time, keepsMinute, models, cycle);
    }

    String dimensions() {
        return model.isEmpty() ? Dimensions.TOTAL : Dimensions.canonical(Map.of("model", model));
    }

    UsageChange added(Aggregation aggregation) {
        return change(aggregation, 1);
    }

    UsageChange voided(Aggregation aggregation) {
        return change(aggregation, -1);
    }

    private UsageChange change(Aggregation aggregation, int sign) {
        Window day = cycle.dayContaining(time);
        Window period = cycle.periodContaining(time);
        Window month = cycle.monthContaining(time);
        return new UsageChange(
                "shop",
                "acme",
                eventId,
                new Placement(
                        time.toEpochMilli(),
                        keepsMinute,
                        day.start().toEpochMilli(),
                        day.end().toEpochMilli(),
                        period.start().toEpochMilli(),
                        period.end().toEpochMilli(),
                        month.equals(period)
                                ? null
                                : new Month(
                                        month.start().toEpochMilli(), month.end().toEpochMilli())),
                new Contribution(
                        "tokens",
                        aggregation.name(),
                        dimensions(),
                        maxDimensionSets,
                        aggregation.isNumeric() ? tokens : null,
                        aggregation == Aggregation.UNIQUE_COUNT ? Fingerprint.of(user) : null),
                time.toEpochMilli(),
                sign);
    }
}
