package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;
import java.util.Set;

/** /v1/meters: what is counted. */
public final class MeterRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");

    private final NamespaceTransactions transactions;
    private final MeterCatalog catalog;

    public MeterRoutes(NamespaceTransactions transactions, MeterCatalog catalog) {
        this.transactions = transactions;
        this.catalog = catalog;
    }

    /** GET /v1/meters. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        String after = Page.after(parameters).orElse("");
        Caller caller = Caller.of(ctx);
        var meters =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                MeterQueries.list(
                                        handle, caller.namespace(), after, limit + 1, false));
        Answers.ok(ctx, Page.of(meters, limit, meter -> meter.rule().key()).map(MeterResponse::of));
    }

    /** POST /v1/meters. */
    public void create(Context ctx) {
        MeterDefinition definition = MeterDefinition.read(Requests.jsonBody(ctx));
        MeterVersion created = catalog.create(Caller.of(ctx), definition);
        Answers.created(ctx, "/v1/meters/" + definition.key(), MeterResponse.of(created));
    }

    /** GET /v1/meters/{key}. */
    public void get(Context ctx) {
        Caller caller = Caller.of(ctx);
        MeterVersion meter =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                MeterQueries.get(handle, caller.namespace(), ctx.pathParam("key")));
        Answers.ok(ctx, MeterResponse.of(meter));
    }

    /** PATCH /v1/meters/{key}. */
    public void update(Context ctx) {
        JsonBody body = Requests.jsonBody(ctx);
        MeterVersion updated =
                catalog.update(
                        Caller.of(ctx),
                        ctx.pathParam("key"),
                        before -> MeterDefinition.readPatch(before, body));
        Answers.ok(ctx, MeterResponse.of(updated));
    }

    /** DELETE /v1/meters/{key}. */
    public void archive(Context ctx) {
        catalog.archive(Caller.of(ctx), ctx.pathParam("key"));
        Answers.noContent(ctx);
    }
}
