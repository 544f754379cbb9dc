package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** /v1/plans: what subscribers may use. */
public final class PlanRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");

    private final NamespaceTransactions transactions;
    private final PlanCatalog catalog;

    public PlanRoutes(NamespaceTransactions transactions, PlanCatalog catalog) {
        this.transactions = transactions;
        this.catalog = catalog;
    }

    /** GET /v1/plans. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        String after = Page.after(parameters).orElse("");
        Caller caller = Caller.of(ctx);
        var plans =
                transactions.read(
                        caller.visibility(),
                        handle -> PlanQueries.list(handle, caller.namespace(), after, limit + 1));
        Answers.ok(ctx, Page.of(plans, limit, Plan::key).map(PlanResponse::of));
    }

    /** POST /v1/plans. */
    public void create(Context ctx) {
        var wanted = PlanDefinition.read(null, Requests.jsonBody(ctx));
        answer(ctx, catalog.put(Caller.of(ctx), wanted, true));
    }

    /** PUT /v1/plans/{key}. */
    public void put(Context ctx) {
        String key = ctx.pathParam("key");
        if (!MeterBody.isKey(key)) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, "the key of a plan " + MeterBody.KEY_EXPECTED);
        }
        var wanted = PlanDefinition.read(key, Requests.jsonBody(ctx));
        answer(ctx, catalog.put(Caller.of(ctx), wanted, false));
    }

    /** GET /v1/plans/{key}. */
    public void get(Context ctx) {
        Caller caller = Caller.of(ctx);
        Plan plan =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                PlanQueries.get(handle, caller.namespace(), ctx.pathParam("key")));
        Answers.ok(ctx, PlanResponse.of(plan));
    }

    /** DELETE /v1/plans/{key}. */
    public void archive(Context ctx) {
        catalog.archive(Caller.of(ctx), ctx.pathParam("key"));
        Answers.noContent(ctx);
    }

    /** GET /v1/plans/{key}/versions. */
    public void versions(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        int before = VersionPage.before(parameters);
        String key = ctx.pathParam("key");
        Caller caller = Caller.of(ctx);
        List<Plan> versions =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                PlanQueries.versions(
                                        handle, caller.namespace(), key, before, limit + 1));
        if (versions.isEmpty() && before == Integer.MAX_VALUE) {
            throw PlanQueries.notFound(key);
        }
        Answers.ok(
                ctx,
                Page.of(versions, limit, plan -> String.valueOf(plan.version()))
                        .map(PlanResponse::of));
    }

    private static void answer(Context ctx, PlanCatalog.Stored stored) {
        var response = PlanResponse.of(stored.plan());
        if (stored.isNew()) {
            Answers.created(ctx, "/v1/plans/" + response.key(), response);
        } else {
            Answers.ok(ctx, response);
        }
    }
}
