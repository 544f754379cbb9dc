package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.http.Requests;
import io.flowmeter.core.event.UsageEvent;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** /v1/tenants: whose usage it is, and when their days and billing periods begin. */
public final class TenantRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");

    private final NamespaceTransactions transactions;
    private final TenantCatalog catalog;

    public TenantRoutes(NamespaceTransactions transactions, TenantCatalog catalog) {
        this.transactions = transactions;
        this.catalog = catalog;
    }

    /** GET /v1/tenants. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        String after = Page.after(parameters).orElse("");
        Caller caller = Caller.of(ctx);
        var tenants =
                transactions.read(
                        caller.visibility(),
                        handle -> TenantQueries.list(handle, caller.namespace(), after, limit + 1));
        Answers.ok(ctx, Page.of(tenants, limit, Tenant::id).map(TenantResponse::of));
    }

    /** POST /v1/tenants. */
    public void create(Context ctx) {
        var wanted = TenantDefinition.read(null, Requests.jsonBody(ctx));
        answer(ctx, catalog.put(Caller.of(ctx), wanted, true));
    }

    /** PUT /v1/tenants/{id}. */
    public void put(Context ctx) {
        var wanted = TenantDefinition.read(idInPath(ctx), Requests.jsonBody(ctx));
        answer(ctx, catalog.put(Caller.of(ctx), wanted, false));
    }

    /** GET /v1/tenants/{id}. */
    public void get(Context ctx) {
        Caller caller = Caller.of(ctx);
        Tenant tenant =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                TenantQueries.get(handle, caller.namespace(), ctx.pathParam("id")));
        Answers.ok(ctx, TenantResponse.of(tenant));
    }

    /** DELETE /v1/tenants/{id}. */
    public void archive(Context ctx) {
        catalog.archive(Caller.of(ctx), ctx.pathParam("id"));
        Answers.noContent(ctx);
    }

    static String idInPath(Context ctx) {
        String id = ctx.pathParam("id");
        if (id.isBlank() || id.length() > UsageEvent.MAX_ATTRIBUTE_LENGTH) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    "the id of a tenant must have 1 to "
                            + UsageEvent.MAX_ATTRIBUTE_LENGTH
                            + " characters");
        }
        return id;
    }

    static String location(String id) {
        return "/v1/tenants/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void answer(Context ctx, TenantCatalog.Stored stored) {
        var response = TenantResponse.of(stored.tenant());
        if (stored.isNew()) {
            Answers.created(ctx, location(response.id()), response);
        } else {
            Answers.ok(ctx, response);
        }
    }
}
