package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The limits of acme beside its log, and the crossings that follow, as texts. */
final class CrossingLog {
    private final TestLog log;
    private final List<Versions.Change> catalog = new ArrayList<>();

    CrossingLog(TestLog log) {
        this.log = log;
    }

    /** A limit on a meter, which names it too; more members may follow. */
    static String limit(String meter, String window, String quantity, String more) {
        return String.format(
                "{'key':'%1$s','meter':'%1$s','window':'%2$s','quantity':%3$s,%4$s}",
                meter, window, quantity, more);
    }

    /** Acme's subscription, recorded so many seconds after the start: no plan, these limits. */
    CrossingLog limits(int version, long second, String... limits) {
        return version("SUBSCRIPTION", "acme", version, second, "null", limits);
    }

    /** Acme's subscription to a plan, with limits of its own. */
    CrossingLog subscribed(int version, long second, String plan, String... limits) {
        return version("SUBSCRIPTION", "acme", version, second, "'" + plan + "'", limits);
    }

    CrossingLog plan(String plan, int version, long second, String... limits) {
        return version("PLAN", plan, version, second, "null", limits);
    }

    /**
     * Crossings up to so many seconds after the start, in the order they happened in: {@code "31
     * calls 80% CROSSED 1 at 8 of 10"}, with the dimensions in front where they have any.
     */
    List<String> crossings(long untilSecond) {
        var rules = new LimitRules(catalog);
        long untilMillis = TestLog.START.plusSeconds(untilSecond).toEpochMilli();
        return ExpectedCrossings.bySeries(log.expectation().outcomes()).entrySet().stream()
                .flatMap(
                        entry -> {
                            var steps = entry.getValue();
                            String aggregation = steps.get(0).live().contribution().aggregation();
                            var limits = rules.timeline(entry.getKey(), aggregation);
                            return new CrossingLoop(aggregation, true, limits)
                                    .walk(steps, untilMillis).stream();
                        })
                .sorted(Comparator.comparingLong(Crossing::occurredMillis))
                .map(CrossingLog::text)
                .toList();
    }

    private CrossingLog version(
            String entity, String key, int version, long second, String plan, String... limits) {
        String payload =
                String.format(
                        "{'plan':%s,'effectiveFrom':'2026-01-01T00:00:00Z','limits':[%s]}",
                        plan, String.join(",", limits));
        catalog.add(
                new Versions.Change(
                        "default",
                        entity,
                        key,
                        version,
                        Objects.requireNonNull(Snapshot.json(TestLog.quoted(payload))),
                        TestLog.START.plusSeconds(second)));
        return this;
    }

    private static String text(Crossing crossing) {
        BigDecimal limit = crossing.limitQuantity();
        Duration after =
                Duration.between(TestLog.START, Instant.ofEpochMilli(crossing.occurredMillis()));
        return String.join(
                " ",
                Stream.of(
                                String.valueOf(after.toSeconds()),
                                crossing.window().dimensions(),
                                crossing.limit(),
                                crossing.threshold(),
                                crossing.direction(),
                                String.valueOf(crossing.ordinal()),
                                "at",
                                crossing.quantity().toPlainString(),
                                "of",
                                limit == null ? "none" : limit.toPlainString())
                        .filter(word -> !word.isEmpty())
                        .toList());
    }
}
