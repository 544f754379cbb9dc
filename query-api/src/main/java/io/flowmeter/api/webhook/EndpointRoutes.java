package io.flowmeter.api.webhook;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** /v1/webhook-endpoints: where notifications are posted to. */
public final class EndpointRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");

    private final NamespaceTransactions transactions;
    private final WebhookEndpoints endpoints;

    public EndpointRoutes(NamespaceTransactions transactions, WebhookEndpoints endpoints) {
        this.transactions = transactions;
        this.endpoints = endpoints;
    }

    /** GET /v1/webhook-endpoints. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        UUID after = Page.after(parameters).map(EndpointRoutes::place).orElse(null);
        Caller caller = Caller.of(ctx);
        List<WebhookEndpoint> rows =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                EndpointQueries.list(handle, caller.namespace(), after, limit + 1));
        Answers.ok(ctx, Page.of(rows, limit, row -> row.id().toString()).map(EndpointResponse::of));
    }

    /** POST /v1/webhook-endpoints. */
    public void create(Context ctx) {
        EndpointResponse made = endpoints.create(Caller.of(ctx), Requests.jsonBody(ctx));
        Answers.created(ctx, "/v1/webhook-endpoints/" + made.id(), made);
    }

    /** GET /v1/webhook-endpoints/{id}. */
    public void get(Context ctx) {
        Caller caller = Caller.of(ctx);
        String id = ctx.pathParam("id");
        Answers.ok(
                ctx,
                transactions.read(
                        caller.visibility(),
                        handle -> EndpointResponse.of(WebhookEndpoints.get(handle, caller, id))));
    }

    /** PATCH /v1/webhook-endpoints/{id}. */
    public void update(Context ctx) {
        Answers.ok(
                ctx, endpoints.update(Caller.of(ctx), ctx.pathParam("id"), Requests.jsonBody(ctx)));
    }

    /** POST /v1/webhook-endpoints/{id}:rotate-secret. */
    public void rotateSecret(Context ctx) {
        Answers.ok(ctx, endpoints.rotateSecret(Caller.of(ctx), ctx.pathParam("id")));
    }

    /** DELETE /v1/webhook-endpoints/{id}. */
    public void delete(Context ctx) {
        endpoints.delete(Caller.of(ctx), ctx.pathParam("id"));
        Answers.noContent(ctx);
    }

    private static UUID place(String cursor) {
        return Parsing.uuid(cursor)
                .orElseThrow(
                        () ->
                                ProblemException.parameter(
                                        "cursor", "must be a nextCursor of this list"));
    }
}
