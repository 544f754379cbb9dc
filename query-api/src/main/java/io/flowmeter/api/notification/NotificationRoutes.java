package io.flowmeter.api.notification;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** /v1/notifications: the list in the application, and what of it was read. */
public final class NotificationRoutes {

    private static final Set<String> LIST = Set.of("tenant", "kind", "unread", "limit", "cursor");
    private static final Set<String> MARK_ALL = Set.of("tenant", "kind");

    private final NamespaceTransactions transactions;
    private final Clock clock;

    public NotificationRoutes(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** GET /v1/notifications. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        var filter = filter(parameters);
        Caller caller = Caller.of(ctx);
        Answers.ok(
                ctx,
                transactions.read(
                        caller.visibility(),
                        handle -> {
                            var rows =
                                    NotificationQueries.list(
                                            handle, caller.namespace(), filter, limit + 1);
                            return new NotificationResponse.Listed(
                                    Page.of(rows, limit, row -> String.valueOf(row.seq()))
                                            .map(NotificationResponse::of),
                                    NotificationQueries.countUnread(
                                            handle, caller.namespace(), filter));
                        }));
    }

    /** POST /v1/notifications/{id}:mark-read. */
    public void markRead(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        String id = ctx.pathParam("id");
        Caller caller = Caller.of(ctx);
        Notification read =
                transactions.write(
                        caller.visibility(),
                        handle ->
                                Parsing.uuid(id)
                                        .flatMap(uuid -> mark(handle, caller, uuid))
                                        .orElseThrow(() -> notFound(id)));
        Answers.ok(ctx, NotificationResponse.of(read));
    }

    /** POST /v1/notifications:mark-all-read. */
    public void markAllRead(Context ctx) {
        var filter = filter(Parameters.of(ctx).allow(MARK_ALL::contains));
        Caller caller = Caller.of(ctx);
        int marked =
                transactions.write(
                        caller.visibility(),
                        handle ->
                                NotificationQueries.markAllRead(
                                        handle, caller.namespace(), filter, clock.instant()));
        Answers.ok(ctx, Map.of("marked", marked));
    }

    private Optional<Notification> mark(Handle handle, Caller caller, UUID id) {
        return NotificationQueries.markRead(handle, caller.namespace(), id, clock.instant());
    }

    private static NotificationQueries.Filter filter(Parameters parameters) {
        return new NotificationQueries.Filter(
                parameters.one("tenant").orElse(null),
                parameters
                        .parsed("kind", NotificationKind::parse)
                        .map(NotificationKind::word)
                        .orElse(null),
                parameters.parsed("unread", Parsing::flag).orElse(false),
                Page.beforeNumber(parameters));
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(
                ProblemCode.NOTIFICATION_NOT_FOUND, "there is no notification " + id);
    }
}
