package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes versions of subscriptions. One that is to rule later may be overtaken by one that is
 * recorded after it and rules before.
 */
public final class SubscriptionCatalog {

    private final CatalogTransactions transactions;
    private final Ends ends;

    public SubscriptionCatalog(CatalogTransactions transactions, Ends ends) {
        this.transactions = transactions;
        this.ends = ends;
    }

    /** Hears that a tenant's plan is taken away, in the transaction that does so. */
    public interface Ends {
        void heard(Handle handle, String namespace, Ended ended);
    }

    /**
     * A plan that a tenant will not have any more.
     *
     * @param version of the subscription that names no plan
     */
    public record Ended(String tenant, String plan, int version, Instant endsAt, Instant saidAt) {}

    /** A version, and whether the tenant never had a subscription before. */
    record Stored(Subscription subscription, boolean isNew) {}

    /**
     * Makes the tenant's subscription what is wanted; if it is that already, nothing happens.
     *
     * @throws ProblemException INVALID_REQUEST
     */
    Stored put(Caller caller, SubscriptionDefinition wanted) {
        return transactions.write(
                caller,
                (handle, now) -> {
                    String namespace = caller.namespace();
                    var before = SubscriptionQueries.find(handle, namespace, wanted.tenant());
                    var meters = MeterQueries.rules(handle, namespace, wanted.limits().meters());
                    Subscription after =
                            wanted.version(
                                    before, isOnOffer(handle, namespace, wanted), meters, now);
                    if (before.isPresent() && isSame(before.get(), wanted, after, now)) {
                        return new Stored(before.get(), false);
                    }
                    store(handle, caller, before, after);
                    return new Stored(after, before.isEmpty());
                });
    }

    private static boolean isOnOffer(
            Handle handle, String namespace, SubscriptionDefinition wanted) {
        return Optional.ofNullable(wanted.plan())
                .flatMap(plan -> PlanQueries.find(handle, namespace, plan))
                .filter(plan -> !plan.archived())
                .isPresent();
    }

    private static boolean isSame(
            Subscription before, SubscriptionDefinition wanted, Subscription after, Instant now) {
        return before.says(after)
                && EffectiveFrom.isSame(wanted.effectiveFrom(), before.effectiveFrom(), now);
    }

    private void store(
            Handle handle, Caller caller, Optional<Subscription> before, Subscription after) {
        SubscriptionQueries.insert(handle, caller.namespace(), after);
        CatalogChange.record(
                handle,
                caller.namespace(),
                "SUBSCRIPTION",
                after.tenant(),
                after.version(),
                Json.tree(SubscriptionChangePayload.of(after)),
                after.recordedAt());
        AuditLog.write(
                handle,
                caller.namespace(),
                after.tenant(),
                caller.keyId(),
                before.isEmpty() ? "subscription.create" : "subscription.update",
                "subscription/" + after.tenant(),
                before.map(SubscriptionResponse::of).map(Json::tree).orElse(null),
                Json.tree(SubscriptionResponse.of(after)));
        String plan = before.map(Subscription::plan).orElse(null);
        if (plan != null && after.plan() == null) {
            ends.heard(
                    handle,
                    caller.namespace(),
                    new Ended(
                            after.tenant(),
                            plan,
                            after.version(),
                            after.effectiveFrom(),
                            after.recordedAt()));
        }
    }
}
