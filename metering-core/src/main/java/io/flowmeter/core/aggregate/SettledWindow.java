package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A billing period or month of one tenant's meter without what is not settled yet. Sums and counts
 * subtract that from what the window holds; MAX and LAST cannot, and keep a tally of their own.
 */
abstract sealed class SettledWindow {

    /** Takes in a change of the window that is settled now. */
    abstract void settle(UsageChange change);

    /** 0 where nothing is live. */
    abstract BigDecimal quantity();

    /**
     * @param held the window that holds its usage: itself, or the billing period that is the month
     * @param ahead changes of this window that are not settled
     */
    static SettledWindow of(
            WindowKey key,
            WindowKey held,
            SettledStore store,
            Aggregation aggregation,
            Supplier<List<UsageChange>> ahead) {
        return switch (aggregation) {
            case SUM, COUNT -> new Additive(held, store, aggregation, ahead.get());
            case UNIQUE_COUNT -> new Distinct(held, store, ahead.get());
            case MAX, LAST -> new Preferred(key, held, store, aggregation, ahead);
            case MIN, AVG ->
                    throw new IllegalArgumentException(
                            aggregation + " has no limits to settle for");
        };
    }

    private static BigDecimal held(SettledStore store, WindowKey key, Aggregation aggregation) {
        Tally tally = store.tally(key);
        BigDecimal quantity = tally == null ? null : tally.quantity(aggregation);
        return quantity == null ? BigDecimal.ZERO : quantity;
    }

    /** SUM or COUNT. */
    private static final class Additive extends SettledWindow {
        private final Aggregation aggregation;
        private BigDecimal quantity;

        Additive(
                WindowKey key,
                SettledStore store,
                Aggregation aggregation,
                List<UsageChange> ahead) {
            this.aggregation = aggregation;
            this.quantity = held(store, key, aggregation);
            for (UsageChange change : ahead) {
                quantity = quantity.subtract(amount(change));
            }
        }

        @Override
        void settle(UsageChange change) {
            quantity = quantity.add(amount(change));
        }

        @Override
        BigDecimal quantity() {
            return quantity;
        }

        private BigDecimal amount(UsageChange change) {
            return SettledSeries.amount(aggregation, change);
        }
    }

    /** UNIQUE_COUNT. */
    private static final class Distinct extends SettledWindow {
        private final WindowKey key;
        private final SettledStore store;
        private final Map<Fingerprint, Long> ahead = new HashMap<>();
        private BigDecimal quantity;

        Distinct(WindowKey key, SettledStore store, List<UsageChange> changes) {
            this.key = key;
            this.store = store;
            this.quantity = held(store, key, Aggregation.UNIQUE_COUNT);
            for (UsageChange change : changes) {
                ahead.merge(member(change), (long) change.sign(), Long::sum);
            }
            for (Map.Entry<Fingerprint, Long> entry : ahead.entrySet()) {
                long now = store.memberCount(key, entry.getKey());
                step(now, now - entry.getValue());
            }
        }

        @Override
        void settle(UsageChange change) {
            Fingerprint member = member(change);
            long before = store.memberCount(key, member) - ahead.getOrDefault(member, 0L);
            ahead.merge(member, (long) -change.sign(), Long::sum);
            step(before, before + change.sign());
        }

        @Override
        BigDecimal quantity() {
            return quantity;
        }

        private void step(long before, long after) {
            int change = Long.signum(after) - Long.signum(before);
            quantity = quantity.add(BigDecimal.valueOf(change));
        }

        private static Fingerprint member(UsageChange change) {
            return Objects.requireNonNull(change.contribution().member());
        }
    }

    /** MAX or LAST. */
    private static final class Preferred extends SettledWindow {
        private final WindowKey key;
        private final WindowKey held;
        private final SettledStore store;
        private final Aggregation aggregation;
        private final Supplier<List<UsageChange>> ahead;
        private Tally tally;

        Preferred(
                WindowKey key,
                WindowKey held,
                SettledStore store,
                Aggregation aggregation,
                Supplier<List<UsageChange>> ahead) {
            this.key = key;
            this.held = held;
            this.store = store;
            this.aggregation = aggregation;
            this.ahead = ahead;
            Tally stored = store.settled(key);
            this.tally = stored == null ? replayed() : stored;
            store.putSettled(key, tally);
        }

        @Override
        void settle(UsageChange change) {
            BigDecimal value = change.contribution().value();
            long millis = change.placement().eventMillis();
            if (change.sign() > 0) {
                tally = tally.preferring(aggregation, value, millis, change.eventId());
            } else if (tally.dependsOn(aggregation, value, millis, change.eventId())) {
                tally = replayed();
            }
            store.putSettled(key, tally);
        }

        @Override
        BigDecimal quantity() {
            return tally.value() == null ? BigDecimal.ZERO : tally.value();
        }

        private Tally replayed() {
            return new SliceReplay(store)
                    .preferredWithout(
                            aggregation,
                            held,
                            ahead.get().stream().map(UsageSeries::logged).toList());
        }
    }
}
