package io.flowmeter.api.deadletter;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.RejectionReason;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** /v1/dead-letters and /v1/event-conflicts: what did not count. */
public final class DeadLetterRoutes {

    private static final Set<String> LIST = Set.of("limit", "cursor");
    private static final Set<String> LIST_BY_REASON = Set.of("limit", "cursor", "reason");

    private final NamespaceTransactions transactions;
    private final DeadLetterReplay replay;

    public DeadLetterRoutes(NamespaceTransactions transactions, DeadLetterReplay replay) {
        this.transactions = transactions;
        this.replay = replay;
    }

    /** GET /v1/dead-letters. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST_BY_REASON::contains);
        String reason = parameters.parsed("reason", DeadLetterRoutes::reason).orElse(null);
        int limit = Page.limit(parameters);
        Positions.Place after = after(parameters);
        Caller caller = Caller.of(ctx);
        List<StoredDeadLetter> letters =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                DeadLetterQueries.list(
                                        handle, caller.namespace(), reason, after, limit + 1));
        Answers.ok(
                ctx,
                Page.of(
                                letters,
                                limit,
                                letter ->
                                        new Positions.Place(letter.failedAt(), letter.position())
                                                .toString())
                        .map(DeadLetterResponse::of));
    }

    /** POST /v1/dead-letters/{position}:replay. */
    public void replay(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        String text = ctx.pathParam("position");
        LogPosition position =
                Positions.parse(text).orElseThrow(() -> DeadLetterReplay.notFound(text));
        StoredDeadLetter letter = replay.replay(Caller.of(ctx), position);
        Answers.ok(ctx, DeadLetterResponse.of(letter));
    }

    /** GET /v1/event-conflicts. */
    public void conflicts(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int limit = Page.limit(parameters);
        Positions.Place after = after(parameters);
        Caller caller = Caller.of(ctx);
        List<ConflictQueries.Conflict> conflicts =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                ConflictQueries.list(handle, caller.namespace(), after, limit + 1));
        Answers.ok(
                ctx,
                Page.of(
                                conflicts,
                                limit,
                                conflict ->
                                        new Positions.Place(
                                                        conflict.appendedAt(), conflict.position())
                                                .toString())
                        .map(ConflictResponse::of));
    }

    private static Positions.Place after(Parameters parameters) {
        String cursor = Page.after(parameters).orElse(null);
        if (cursor == null) {
            return Positions.Place.FIRST;
        }
        try {
            return Positions.Place.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("cursor", String.valueOf(e.getMessage()));
        }
    }

    private static String reason(String text) {
        try {
            return RejectionReason.valueOf(text).name();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be one of "
                            + Arrays.toString(RejectionReason.values())
                            + ", was \""
                            + text
                            + "\"",
                    e);
        }
    }
}
