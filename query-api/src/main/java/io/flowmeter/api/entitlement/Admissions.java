package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.entitlement.Admission.Item;
import io.flowmeter.api.entitlement.ReservationQueries.Held;
import io.flowmeter.api.entitlement.ReservationQueries.Hold;
import io.flowmeter.api.entitlement.ReservationQueries.HoldKey;
import io.flowmeter.core.threshold.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Admits or refuses, and reserves what it admits. Deciding about one meter of one tenant happens
 * under a lock of Postgres, which every replica of the API takes, and the next to have it sees what
 * the one before has committed: two can never take the same last unit.
 */
final class Admissions {

    private final NamespaceTransactions transactions;
    private final TermsCache terms;
    private final LimitReader reader;
    private final TenantTurns turns = new TenantTurns();
    private final Clock clock;

    Admissions(
            NamespaceTransactions transactions, TermsCache terms, LimitReader reader, Clock clock) {
        this.transactions = transactions;
        this.terms = terms;
        this.reader = reader;
        this.clock = clock;
    }

    /** Stores reservations. */
    interface Storage {
        void store(Handle handle, String namespace, List<Hold> holds);
    }

    /** Only says what the limits say now. */
    List<Outcome> ask(Visibility visibility, Demands demands) {
        TermsReader current = terms.reader(visibility.namespace());
        return transactions.read(
                visibility,
                handle -> decide(handle, visibility.namespace(), current, demands, null));
    }

    /**
     * Decides one demand after the other, and stores what it admits.
     *
     * @param tenants of the demands; a request that concerns several waits in Postgres only
     */
    List<Outcome> reserve(
            Visibility visibility, Set<String> tenants, Demands demands, Storage storage) {
        String namespace = visibility.namespace();
        Supplier<List<Outcome>> decision =
                () -> {
                    TermsReader current = terms.reader(namespace);
                    return transactions.write(
                            visibility,
                            handle -> decide(handle, namespace, current, demands, storage));
                };
        return tenants.size() == 1
                ? turns.inTurn(namespace, tenants.iterator().next(), decision)
                : decision.get();
    }

    private List<Outcome> decide(
            Handle handle,
            String namespace,
            TermsReader current,
            Demands demands,
            @Nullable Storage storage) {
        Instant now = clock.instant();
        List<Demand> wanted = demands.of(current.meters(handle, demands.named()));
        List<Item> items = items(handle, namespace, current, wanted, now);
        List<Item> hard =
                storage == null ? List.of() : items.stream().filter(Item::isHard).toList();
        Set<UUID> ids = hard.stream().map(item -> item.demand().id()).collect(Collectors.toSet());
        Map<HoldKey, Held> held = Map.of();
        if (!hard.isEmpty()) {
            ReservationQueries.lock(handle, hard.stream().map(item -> lock(namespace, item)));
            // First: what the job confirms in between counts twice then, and never not at all.
            held = ReservationQueries.held(handle, namespace, ids);
        }
        List<LimitLine> lines =
                items.stream().flatMap(item -> item.lines().stream()).distinct().toList();
        LimitReader.Read read = reader.read(handle, namespace, lines, ids);
        var admission = new Admission(read, held, now);
        List<Outcome> outcomes =
                outcomes(handle, namespace, items, read, admission, storage != null);
        if (storage != null && !admission.holds().isEmpty()) {
            storage.store(handle, namespace, admission.holds());
        }
        return outcomes;
    }

    private static List<Item> items(
            Handle handle,
            String namespace,
            TermsReader current,
            List<Demand> demands,
            Instant now) {
        List<String> tenants = demands.stream().map(Demand::tenant).distinct().toList();
        Map<String, TenantTerms> known = current.tenants(handle, tenants);
        List<Item> items = new ArrayList<>();
        for (Demand demand : demands) {
            TenantTerms ofTenant = Objects.requireNonNull(known.get(demand.tenant()));
            for (Demand.Wanted wanted : demand.wanted()) {
                TenantAt tenant =
                        TenantAt.of(namespace, demand.tenant(), ofTenant, wanted.at(), now);
                List<LimitLine> lines = LimitLine.of(tenant, wanted.meter(), wanted.dimensions());
                items.add(new Item(demand, wanted, lines));
            }
        }
        return items;
    }

    private List<Outcome> outcomes(
            Handle handle,
            String namespace,
            List<Item> items,
            LimitReader.Read read,
            Admission admission,
            boolean reserves) {
        items.forEach(admission::keep);
        Map<UUID, List<Item>> byDemand = new LinkedHashMap<>();
        for (Item item : items) {
            byDemand.computeIfAbsent(item.demand().id(), id -> new ArrayList<>()).add(item);
        }
        var slices = new SliceReader(handle, namespace);
        List<Outcome> outcomes = new ArrayList<>();
        for (List<Item> ofDemand : byDemand.values()) {
            Demand demand = ofDemand.get(0).demand();
            List<Assessment> all = new ArrayList<>();
            List<Assessment> refusing = new ArrayList<>();
            for (Item item : ofDemand) {
                List<Assessment> ofItem = admission.assess(item);
                all.addAll(ofItem);
                refusing.addAll(admission.isAdmitted(item, ofItem) ? List.of() : ofItem);
            }
            boolean isReserved = false;
            for (Item item : refusing.isEmpty() && reserves ? ofDemand : List.<Item>of()) {
                isReserved |= admission.admit(item);
            }
            outcomes.add(
                    new Outcome(
                            demand,
                            all,
                            refusing,
                            isReserved,
                            refusing.isEmpty() ? null : retryAfter(slices, demand, refusing),
                            read.progress(),
                            read.isStale()));
        }
        return outcomes;
    }

    private @Nullable Duration retryAfter(
            SliceReader slices, Demand demand, List<Assessment> refusing) {
        Assessment refusal = Assessment.deciding(refusing);
        LimitLine line = refusal.line();
        return RetryAfter.of(
                        line.limit(),
                        refusal.counted(),
                        refusal.entitlement(),
                        demand.quantityOf(line.limit().meter()),
                        line.resetsAt(),
                        slices.of(line),
                        clock.instant())
                .orElse(null);
    }

    private static String lock(String namespace, Item item) {
        return String.join("\n", namespace, item.wanted().meter().key(), item.demand().tenant());
    }
}
