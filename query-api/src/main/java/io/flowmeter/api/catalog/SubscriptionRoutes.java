package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** /v1/tenants/{id}/subscription: which plan a tenant has, and which limits of its own. */
public final class SubscriptionRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");

    private final NamespaceTransactions transactions;
    private final SubscriptionCatalog catalog;

    public SubscriptionRoutes(NamespaceTransactions transactions, SubscriptionCatalog catalog) {
        this.transactions = transactions;
        this.catalog = catalog;
    }

    /** GET /v1/tenants/{id}/subscription. */
    public void get(Context ctx) {
        String tenant = ctx.pathParam("id");
        Caller caller = Caller.of(ctx);
        Answers.ok(
                ctx,
                transactions.read(
                        caller.visibility(),
                        handle -> current(handle, caller.namespace(), tenant)));
    }

    /** PUT /v1/tenants/{id}/subscription. */
    public void put(Context ctx) {
        var wanted =
                SubscriptionDefinition.read(TenantRoutes.idInPath(ctx), Requests.jsonBody(ctx));
        var stored = catalog.put(Caller.of(ctx), wanted);
        var response = SubscriptionResponse.of(stored.subscription());
        if (stored.isNew()) {
            Answers.created(
                    ctx, TenantRoutes.location(response.tenant()) + "/subscription", response);
        } else {
            Answers.ok(ctx, response);
        }
    }

    /** GET /v1/tenants/{id}/subscription/versions. */
    public void versions(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        int before = VersionPage.before(parameters);
        String tenant = ctx.pathParam("id");
        Caller caller = Caller.of(ctx);
        List<Subscription> versions =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                SubscriptionQueries.versions(
                                        handle, caller.namespace(), tenant, before, limit + 1));
        if (versions.isEmpty() && before == Integer.MAX_VALUE) {
            throw SubscriptionQueries.notFound(tenant);
        }
        Answers.ok(
                ctx,
                Page.of(versions, limit, version -> String.valueOf(version.version()))
                        .map(SubscriptionResponse::of));
    }

    /** What is in force, with what follows; before the first is in force, the first. */
    private static SubscriptionResponse current(Handle handle, String namespace, String tenant) {
        var inForce = SubscriptionQueries.inForce(handle, namespace, tenant);
        int version = inForce.map(Subscription::version).orElse(0);
        var next = SubscriptionQueries.next(handle, namespace, tenant, version);
        return inForce.map(now -> SubscriptionResponse.of(now, next.orElse(null)))
                .or(() -> next.map(SubscriptionResponse::of))
                .orElseThrow(() -> SubscriptionQueries.notFound(tenant));
    }
}
