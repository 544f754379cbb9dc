package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.window.Granularity;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes versions of tenants. A version with another billing cycle cuts days and billing periods
 * where it begins, so it begins in the future; one without (another name, say) begins where the
 * version before began, and cuts nothing.
 */
public final class TenantCatalog {

    private final CatalogTransactions transactions;

    public TenantCatalog(CatalogTransactions transactions) {
        this.transactions = transactions;
    }

    /** A version, and whether the tenant was unknown or archived before. */
    record Stored(Tenant tenant, boolean isNew) {}

    /**
     * Makes the tenant what is wanted; if it is that already, nothing happens.
     *
     * @param mustBeNew refuse to change a tenant there is
     * @throws ProblemException TENANT_EXISTS or INVALID_REQUEST
     */
    Stored put(Caller caller, TenantDefinition wanted, boolean mustBeNew) {
        return transactions.write(
                caller,
                (handle, now) -> {
                    var before = TenantQueries.find(handle, caller.namespace(), wanted.id());
                    boolean isNew = before.filter(tenant -> !tenant.archived()).isEmpty();
                    if (mustBeNew && !isNew) {
                        throw new ProblemException(
                                ProblemCode.TENANT_EXISTS,
                                "tenant " + wanted.id() + " exists; change it with PUT");
                    }
                    Tenant after =
                            new Tenant(
                                    wanted.id(),
                                    before.map(Tenant::version).orElse(0) + 1,
                                    wanted.name(),
                                    wanted.billingCycle(),
                                    wanted.metadata(),
                                    effectiveFrom(handle, caller, wanted, before, now),
                                    now,
                                    false);
                    if (!isNew && isSame(before.get(), after)) {
                        return new Stored(before.get(), false);
                    }
                    store(handle, caller, isNew ? "tenant.create" : "tenant.update", before, after);
                    return new Stored(after, isNew);
                });
    }

    /**
     * Makes a version that is archived; the tenant's usage stays, and is counted as before.
     *
     * @throws ProblemException TENANT_NOT_FOUND
     */
    void archive(Caller caller, String id) {
        transactions.write(
                caller,
                (handle, now) -> {
                    Tenant before = TenantQueries.get(handle, caller.namespace(), id);
                    Tenant after =
                            new Tenant(
                                    id,
                                    before.version() + 1,
                                    before.name(),
                                    before.billingCycle(),
                                    before.metadata(),
                                    before.effectiveFrom(),
                                    now,
                                    true);
                    store(handle, caller, "tenant.archive", Optional.of(before), after);
                    return after;
                });
    }

    private static Instant effectiveFrom(
            Handle handle,
            Caller caller,
            TenantDefinition wanted,
            Optional<Tenant> before,
            Instant now) {
        boolean isBlank =
                before.isEmpty()
                        && !TenantQueries.hasUsage(handle, caller.namespace(), wanted.id());
        // Events may be this far ahead already: TenantVersion says what must hold of them.
        Instant earliest = isBlank ? now : now.plus(TimePolicy.MAX_AHEAD);
        Instant given = wanted.effectiveFrom();
        if (given != null) {
            requireQuarterHourFrom(earliest, given);
            return given;
        }
        if (before.isPresent() && before.get().billingCycle().equals(wanted.billingCycle())) {
            return before.get().effectiveFrom();
        }
        return isBlank ? Instant.EPOCH : nextQuarterHour(earliest);
    }

    private static void requireQuarterHourFrom(Instant earliest, Instant given) {
        if (!given.equals(nextQuarterHour(given)) || given.isBefore(earliest)) {
            throw ProblemException.body(
                    "#/effectiveFrom",
                    "must be on a quarter-hour and not before " + earliest + ", was " + given);
        }
    }

    private static Instant nextQuarterHour(Instant time) {
        long lastMoment = Granularity.QUARTER_HOUR.sliceMillis() - 1;
        return Instant.ofEpochMilli(
                Granularity.QUARTER_HOUR.sliceStart(time.toEpochMilli() + lastMoment));
    }

    private static boolean isSame(Tenant before, Tenant after) {
        return before.equals(
                new Tenant(
                        after.id(),
                        before.version(),
                        after.name(),
                        after.billingCycle(),
                        after.metadata(),
                        after.effectiveFrom(),
                        before.recordedAt(),
                        after.archived()));
    }

    private static void store(
            Handle handle, Caller caller, String action, Optional<Tenant> before, Tenant after) {
        TenantQueries.insert(handle, caller.namespace(), after);
        CatalogChange.record(
                handle,
                caller.namespace(),
                "TENANT",
                after.id(),
                after.version(),
                Json.tree(TenantChangePayload.of(after)),
                after.recordedAt());
        AuditLog.write(
                handle,
                caller.namespace(),
                after.id(),
                caller.keyId(),
                action,
                "tenant/" + after.id(),
                before.map(TenantResponse::of).map(Json::tree).orElse(null),
                Json.tree(TenantResponse.of(after)));
    }
}
