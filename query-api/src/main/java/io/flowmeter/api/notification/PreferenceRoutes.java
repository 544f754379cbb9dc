package io.flowmeter.api.notification;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** /v1/tenants/{id}/notification-preferences: what a tenant is told on which channel. */
public final class PreferenceRoutes {

    private final NamespaceTransactions transactions;
    private final Clock clock;

    public PreferenceRoutes(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** GET /v1/tenants/{id}/notification-preferences. */
    public void get(Context ctx) {
        Caller caller = Caller.of(ctx);
        String tenant = ctx.pathParam("id");
        Answers.ok(
                ctx,
                transactions.read(
                        caller.visibility(),
                        handle -> {
                            requireTenant(handle, caller, tenant);
                            return response(handle, caller, tenant);
                        }));
    }

    /** PUT /v1/tenants/{id}/notification-preferences: what is not said follows the rule again. */
    public void put(Context ctx) {
        Caller caller = Caller.of(ctx);
        String tenant = ctx.pathParam("id");
        List<Preference> wanted = PreferenceDefinition.read(Requests.jsonBody(ctx));
        Answers.ok(
                ctx,
                transactions.write(
                        caller.visibility(),
                        handle -> {
                            requireTenant(handle, caller, tenant);
                            PreferenceQueries.lock(handle, caller.namespace(), tenant);
                            var before = response(handle, caller, tenant);
                            PreferenceQueries.replace(
                                    handle, caller.namespace(), tenant, wanted, clock.instant());
                            var after = response(handle, caller, tenant);
                            AuditLog.write(
                                    handle,
                                    caller.namespace(),
                                    tenant,
                                    caller.keyId(),
                                    "notification-preferences.update",
                                    "tenant/" + tenant,
                                    Json.tree(before),
                                    Json.tree(after));
                            return after;
                        }));
    }

    private static void requireTenant(Handle handle, Caller caller, String tenant) {
        boolean isKnown =
                TenantQueries.find(handle, caller.namespace(), tenant).isPresent()
                        || TenantQueries.hasUsage(handle, caller.namespace(), tenant);
        if (!isKnown) {
            throw TenantQueries.notFound(tenant);
        }
    }

    private static PreferencesResponse response(Handle handle, Caller caller, String tenant) {
        return PreferencesResponse.of(
                tenant, PreferenceQueries.all(handle, caller.namespace(), tenant));
    }
}
