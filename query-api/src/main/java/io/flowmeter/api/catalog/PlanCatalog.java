package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes versions of plans. Versions are never changed, only followed by others. */
public final class PlanCatalog {

    private final CatalogTransactions transactions;

    public PlanCatalog(CatalogTransactions transactions) {
        this.transactions = transactions;
    }

    /** A version, and whether the plan was unknown or archived before. */
    record Stored(Plan plan, boolean isNew) {}

    /**
     * Makes the plan what is wanted; if it is that already, nothing happens.
     *
     * @param mustBeNew refuse to change a plan there is
     * @throws ProblemException PLAN_EXISTS or INVALID_REQUEST
     */
    Stored put(Caller caller, PlanDefinition wanted, boolean mustBeNew) {
        return transactions.write(
                caller,
                (handle, now) -> {
                    var before = PlanQueries.find(handle, caller.namespace(), wanted.key());
                    boolean isNew = before.filter(plan -> !plan.archived()).isEmpty();
                    if (mustBeNew && !isNew) {
                        throw new ProblemException(
                                ProblemCode.PLAN_EXISTS,
                                "plan " + wanted.key() + " exists; change it with PUT");
                    }
                    var meters =
                            MeterQueries.rules(
                                    handle, caller.namespace(), wanted.limits().meters());
                    Plan after = wanted.version(before, meters, now);
                    if (before.isPresent() && isSame(before.get(), wanted, after, now)) {
                        return new Stored(before.get(), false);
                    }
                    store(handle, caller, isNew ? "plan.create" : "plan.update", before, after);
                    return new Stored(after, isNew);
                });
    }

    /**
     * Makes a version that is archived: nobody can subscribe any more; who has it keeps its limits.
     *
     * @throws ProblemException PLAN_NOT_FOUND
     */
    void archive(Caller caller, String key) {
        transactions.write(
                caller,
                (handle, now) -> {
                    Plan before = PlanQueries.get(handle, caller.namespace(), key);
                    Plan after = before.archivedAt(now);
                    store(handle, caller, "plan.archive", Optional.of(before), after);
                    return after;
                });
    }

    private static boolean isSame(Plan before, PlanDefinition wanted, Plan after, Instant now) {
        return before.says(after)
                && EffectiveFrom.isSame(wanted.effectiveFrom(), before.effectiveFrom(), now);
    }

    private static void store(
            Handle handle, Caller caller, String action, Optional<Plan> before, Plan after) {
        PlanQueries.insert(handle, caller.namespace(), after);
        CatalogChange.record(
                handle,
                caller.namespace(),
                "PLAN",
                after.key(),
                after.version(),
                Json.tree(PlanChangePayload.of(after)),
                after.recordedAt());
        AuditLog.write(
                handle,
                caller.namespace(),
                null,
                caller.keyId(),
                action,
                "plan/" + after.key(),
                before.map(PlanResponse::of).map(Json::tree).orElse(null),
                Json.tree(PlanResponse.of(after)));
    }
}
