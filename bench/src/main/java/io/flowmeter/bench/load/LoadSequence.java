package io.flowmeter.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What the load does, step by step. Two sequences of one seed are the same, except for the times in
 * the events: those are the clock's. Delays are counted in steps.
 */
final class LoadSequence {
    private final LoadSettings settings;
    private final SplittableRandom random;
    private final TenantRoster roster;
    private final PartitionRest rest;
    private final PrefixTicks prefixTicks = new PrefixTicks();
    private final List<Scenario> scenarios = new ArrayList<>();
    private final int totalWeight;
    private final Deque<LoadStep> ready = new ArrayDeque<>();
    private final PriorityQueue<Delayed> later =
            new PriorityQueue<>(
                    Comparator.comparingLong(Delayed::due).thenComparingLong(Delayed::order));
    private final SentEvents sent = new SentEvents();
    private final SentEvents corrected = new SentEvents();
    private Instant now = Instant.EPOCH;
    private long step;
    private long ids;

    private record Delayed(long due, long order, int partition, LoadRecord record) {}

    LoadSequence(LoadSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.roster = new TenantRoster(settings);
        this.rest = new PartitionRest(settings, random.split());
        scenarios.addAll(PlainUsage.scenarios());
        scenarios.addAll(OddTimes.scenarios());
        scenarios.addAll(Copies.scenarios());
        scenarios.addAll(Corrections.scenarios());
        scenarios.addAll(PoisonRecords.scenarios());
        scenarios.addAll(prefixTicks.scenarios());
        scenarios.addAll(new CatalogChanges().scenarios());
        scenarios.addAll(LimitChanges.scenarios());
        totalWeight = scenarios.stream().mapToInt(Scenario::weight).sum();
    }

    TenantRoster roster() {
        return roster;
    }

    /** The next step, at this time by the clock. */
    LoadStep next(Instant time) {
        now = time.truncatedTo(ChronoUnit.MILLIS);
        step++;
        rest.advance(step);
        releaseDelayed();
        if (rest.isPause(step)) {
            ready.add(new LoadStep.Rest(Duration.ofMillis(5_000 + random.nextInt(10_000))));
        }
        if (rest.isQuietBurst(step)) {
            quietBurst();
        }
        while (ready.isEmpty()) {
            drawn().play().accept(stage);
        }
        return ready.remove();
    }

    private Scenario drawn() {
        int chance = random.nextInt(totalWeight);
        for (Scenario scenario : scenarios) {
            chance -= scenario.weight();
            if (chance < 0) {
                return scenario;
            }
        }
        throw new IllegalStateException("weights must add up to " + totalWeight);
    }

    private void releaseDelayed() {
        while (!later.isEmpty() && later.element().due() <= step) {
            Delayed due = later.remove();
            if (rest.isAwake(due.partition())) {
                ready.add(new LoadStep.Append(due.record()));
            } else {
                later.add(
                        new Delayed(
                                Math.max(rest.wakesAt(), step + 1),
                                due.order(),
                                due.partition(),
                                due.record()));
            }
        }
    }

    private void quietBurst() {
        LoadTenant tenant = roster.drawQuiet(random);
        stage.append(stage.write(LoadKind.QUIET_PARTITION, stage.draft(tenant)));
        roster.prefixTenants().stream()
                .filter(prefix -> prefix.partition() == settings.partitions() - 1)
                .forEach(prefix -> prefixTicks.tick(stage, prefix));
    }

    private final Stage stage =
            new Stage() {
                @Override
                public LoadSettings settings() {
                    return settings;
                }

                @Override
                public SplittableRandom random() {
                    return random;
                }

                @Override
                public Instant now() {
                    return now;
                }

                @Override
                public TenantRoster roster() {
                    return roster;
                }

                @Override
                public LoadTenant tenant() {
                    return roster.draw(random, rest::isAwake);
                }

                @Override
                public boolean isAwake(int partition) {
                    return rest.isAwake(partition);
                }

                @Override
                public String newId() {
                    return "e-" + settings.seed() + "-" + ++ids;
                }

                @Override
                public void emit(LoadStep next) {
                    ready.add(next);
                }

                @Override
                public void emitLater(Duration delay, int partition, LoadRecord record) {
                    later.add(
                            new Delayed(step + settings.stepsIn(delay), ++ids, partition, record));
                }

                @Override
                public Optional<SentEvents.Sent> sentBefore() {
                    return sent.pick(random, this::isAwake);
                }

                @Override
                public Optional<SentEvents.Sent> correctedBefore() {
                    return corrected.pick(random, this::isAwake);
                }

                @Override
                public void rememberCorrected(SentEvents.Sent event) {
                    corrected.add(event);
                }

                @Override
                public void rememberSent(SentEvents.Sent event) {
                    sent.add(event);
                }

                private boolean isAwake(SentEvents.Sent event) {
                    return rest.isAwake(event.tenant().partition());
                }
            };
}
