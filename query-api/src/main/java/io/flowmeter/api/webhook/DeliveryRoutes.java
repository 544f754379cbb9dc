package io.flowmeter.api.webhook;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/** What became of webhooks, and how to send one again. */
public final class DeliveryRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");
    private static final int ACCEPTED = 202;

    private final NamespaceTransactions transactions;
    private final Clock clock;

    public DeliveryRoutes(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** GET /v1/webhook-endpoints/{id}/deliveries. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        long before = Page.beforeNumber(parameters);
        String id = ctx.pathParam("id");
        Caller caller = Caller.of(ctx);
        List<WebhookDelivery> rows =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                DeliveryQueries.list(
                                        handle,
                                        caller.namespace(),
                                        WebhookEndpoints.get(handle, caller, id).id(),
                                        before,
                                        limit + 1));
        Answers.ok(ctx, Page.of(rows, limit, row -> String.valueOf(row.seq())));
    }

    /** POST /v1/webhook-endpoints/{id}:test. */
    public void test(Context ctx) {
        Caller caller = Caller.of(ctx);
        String id = ctx.pathParam("id");
        Instant now = clock.instant();
        answer(
                ctx,
                caller,
                handle -> {
                    var endpoint = requireEnabled(WebhookEndpoints.get(handle, caller, id));
                    String body = WebhookBody.test(endpoint.tenant(), now);
                    return DeliveryQueries.insertTest(
                            handle, caller.namespace(), endpoint, body, now);
                });
    }

    /** POST /v1/webhook-deliveries/{id}:redeliver. */
    public void redeliver(Context ctx) {
        Caller caller = Caller.of(ctx);
        String id = ctx.pathParam("id");
        answer(
                ctx,
                caller,
                handle -> {
                    WebhookDelivery delivery = get(handle, caller, id);
                    String endpoint = delivery.endpointId().toString();
                    requireEnabled(WebhookEndpoints.get(handle, caller, endpoint));
                    if (!DeliveryQueries.restart(
                            handle, caller.namespace(), delivery.id(), clock.instant())) {
                        throw new ProblemException(
                                ProblemCode.DELIVERY_IN_PROGRESS,
                                "delivery " + id + " is still being attempted");
                    }
                    return delivery.id();
                });
    }

    private void answer(Context ctx, Caller caller, HandleCallback<UUID, RuntimeException> work) {
        WebhookDelivery stored =
                transactions.write(
                        caller.visibility(),
                        handle -> get(handle, caller, work.withHandle(handle).toString()));
        Answers.json(ctx, ACCEPTED, stored);
    }

    private static WebhookDelivery get(Handle handle, Caller caller, String id) {
        return Parsing.uuid(id)
                .flatMap(uuid -> DeliveryQueries.find(handle, caller.namespace(), uuid))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemCode.DELIVERY_NOT_FOUND,
                                        "there is no webhook delivery " + id));
    }

    private static WebhookEndpoint requireEnabled(WebhookEndpoint endpoint) {
        if (endpoint.isDisabled()) {
            throw new ProblemException(
                    ProblemCode.WEBHOOK_ENDPOINT_DISABLED,
                    "endpoint " + endpoint.id() + " is disabled; enable it with PATCH first");
        }
        return endpoint;
    }
}
