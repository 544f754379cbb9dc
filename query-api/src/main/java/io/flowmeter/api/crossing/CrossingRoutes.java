package io.flowmeter.api.crossing;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.javalin.http.Context;

/** /v1/threshold-crossings: who reached which threshold, or fell below it again. */
public final class CrossingRoutes {

    private final NamespaceTransactions transactions;

    public CrossingRoutes(NamespaceTransactions transactions) {
        this.transactions = transactions;
    }

    /** GET /v1/threshold-crossings. */
    public void list(Context ctx) {
        var selection = CrossingSelection.read(Parameters.of(ctx));
        Caller caller = Caller.of(ctx);
        var crossings =
                transactions.read(
                        caller.visibility(),
                        handle -> CrossingQueries.list(handle, caller.namespace(), selection));
        Answers.ok(
                ctx,
                Page.of(crossings, selection.limit(), placed -> placed.place().toString())
                        .map(CrossingQueries.Placed::crossing));
    }
}
