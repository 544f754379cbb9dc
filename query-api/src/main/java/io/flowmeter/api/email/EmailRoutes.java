package io.flowmeter.api.email;

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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** /v1/email-deliveries: what became of e-mails, and how to send one again. */
public final class EmailRoutes {

    private static final Set<String> LIST = Set.of("tenant", "status", "limit", "cursor");
    private static final List<String> STATUSES =
            List.of("PENDING", "SENDING", "SENT", "FAILED", "UNKNOWN");
    private static final int ACCEPTED = 202;

    private final NamespaceTransactions transactions;
    private final Clock clock;

    public EmailRoutes(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** GET /v1/email-deliveries. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        long before = Page.beforeNumber(parameters);
        String tenant = parameters.one("tenant").orElse(null);
        String status = parameters.parsed("status", EmailRoutes::status).orElse(null);
        Caller caller = Caller.of(ctx);
        List<EmailDelivery> rows =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                EmailQueries.list(
                                        handle,
                                        caller.namespace(),
                                        tenant,
                                        status,
                                        before,
                                        limit + 1));
        Answers.ok(ctx, Page.of(rows, limit, row -> String.valueOf(row.seq())));
    }

    /** POST /v1/email-deliveries/{id}:resend. */
    public void resend(Context ctx) {
        Caller caller = Caller.of(ctx);
        String id = ctx.pathParam("id");
        EmailDelivery restarted =
                transactions.write(
                        caller.visibility(),
                        handle ->
                                Parsing.uuid(id)
                                        .map(uuid -> restart(handle, caller, uuid))
                                        .orElseThrow(() -> notFound(id)));
        Answers.json(ctx, ACCEPTED, restarted);
    }

    private EmailDelivery restart(Handle handle, Caller caller, UUID id) {
        if (!EmailQueries.exists(handle, caller.namespace(), id)) {
            throw notFound(id.toString());
        }
        return EmailQueries.restart(handle, caller.namespace(), id, clock.instant())
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemCode.DELIVERY_IN_PROGRESS,
                                        "e-mail " + id + " is still being attempted"));
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(ProblemCode.DELIVERY_NOT_FOUND, "there is no e-mail " + id);
    }

    private static String status(String text) {
        if (!STATUSES.contains(text)) {
            throw new IllegalArgumentException(
                    "must be one of " + STATUSES + ", was \"" + text + "\"");
        }
        return text;
    }
}
