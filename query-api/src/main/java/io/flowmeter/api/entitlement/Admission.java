package io.flowmeter.api.entitlement;

import io.flowmeter.api.entitlement.Demand.Wanted;
import io.flowmeter.api.entitlement.ReservationQueries.Held;
import io.flowmeter.api.entitlement.ReservationQueries.Hold;
import io.flowmeter.api.entitlement.ReservationQueries.HoldKey;
import io.flowmeter.core.threshold.CountedUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides about demands one after the other, each with what the ones before took. Whoever asks
 * holds the lock of every meter and tenant concerned from before anything was read until it has
 * committed.
 */
final class Admission {

    private final LimitReader.Read read;
    private final Map<HoldKey, Held> held;
    private final Instant now;
    private final Map<LimitLine, Integer> places = new HashMap<>();
    private final Map<Integer, BigDecimal> taken = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();

    /**
     * @param held under the demands' own ids; {@code read} does not count these
     */
    Admission(LimitReader.Read read, Map<HoldKey, Held> held, Instant now) {
        this.read = read;
        this.held = held;
        this.now = now;
        for (int i = 0; i < read.lines().size(); i++) {
            places.put(read.lines().get(i), i);
        }
    }

    /** One thing wanted, with the limits on it. */
    record Item(Demand demand, Wanted wanted, List<LimitLine> lines) {

        HoldKey key() {
            return new HoldKey(demand.id(), wanted.meter().key());
        }

        boolean isHard() {
            return lines.stream().anyMatch(LimitLine::isHard);
        }
    }

    /** Takes what the demand reserved before, so that no demand before it can. */
    void keep(Item item) {
        take(item, open(item));
    }

    /** What the limits say; with what the demand holds itself left out. */
    List<Assessment> assess(Item item) {
        List<Assessment> all = new ArrayList<>();
        for (LimitLine line : item.lines()) {
            int place = place(line);
            CountedUsage counted = read.counted().get(place);
            if (counted.accumulates()) {
                BigDecimal reserved = counted.reserved().add(takenAt(place)).subtract(open(item));
                counted = counted.reserving(reserved);
            }
            all.add(
                    Assessment.of(
                            line, read.used().get(place), counted, item.wanted().quantity(), now));
        }
        return all;
    }

    /** Whether nothing refuses: what was admitted before, and what only gives back, never is. */
    boolean isAdmitted(Item item, List<Assessment> all) {
        return isHeld(item)
                || item.wanted().quantity().signum() < 0
                || all.stream().allMatch(Assessment::hasAccess);
    }

    /** Whether the numbers have it, or a reservation stands for just this, or more of it. */
    private boolean isHeld(Item item) {
        Held before = held.get(item.key());
        if (before == null || before.isConfirmed()) {
            return before != null;
        }
        return before.quantity().compareTo(item.wanted().quantity()) >= 0
                && before.dimensions().equals(item.wanted().canonical())
                && item.lines().stream()
                        .allMatch(line -> line.window().contains(before.occursAt()));
    }

    /** Takes what the item wants; true if a reservation stands for it now. */
    boolean admit(Item item) {
        Held before = held.get(item.key());
        boolean accumulates =
                item.lines().stream()
                        .anyMatch(line -> line.isHard() && counted(line).accumulates());
        BigDecimal quantity = item.wanted().quantity();
        if (!accumulates || quantity.signum() <= 0 || (before != null && before.isConfirmed())) {
            return before != null;
        }
        BigDecimal more = quantity.subtract(open(item)).max(BigDecimal.ZERO);
        take(item, more);
        holds.add(
                new Hold(
                        item.demand().tenant(),
                        item.demand().id(),
                        item.wanted().meter().key(),
                        item.wanted().canonical(),
                        open(item).add(more),
                        item.wanted().at()));
        return true;
    }

    /** What is to be stored. */
    List<Hold> holds() {
        return List.copyOf(holds);
    }

    private int place(LimitLine line) {
        return Objects.requireNonNull(places.get(line), "a line that was read");
    }

    private CountedUsage counted(LimitLine line) {
        return read.counted().get(place(line));
    }

    private void take(Item item, BigDecimal quantity) {
        for (LimitLine line : item.lines()) {
            taken.merge(place(line), quantity, BigDecimal::add);
        }
    }

    private BigDecimal takenAt(int place) {
        return taken.getOrDefault(place, BigDecimal.ZERO);
    }

    /** What an open reservation of the item's own stands for. */
    private BigDecimal open(Item item) {
        @Nullable Held before = held.get(item.key());
        return before == null || before.isConfirmed() ? BigDecimal.ZERO : before.quantity();
    }
}
