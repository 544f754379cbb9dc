package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Parameters;
import io.javalin.http.Context;

/** /v1/events: events in, and what the job made of them. */
public final class EventRoutes {

    private final EventIngest ingest;
    private final VerdictQueries verdicts;

    public EventRoutes(EventIngest ingest, VerdictQueries verdicts) {
        this.ingest = ingest;
        this.verdicts = verdicts;
    }

    /** POST /v1/events. */
    public void ingest(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Answers.json(ctx, 202, ingest.ingest(Caller.of(ctx), EventRequest.read(ctx), null));
    }

    /** GET /v1/events/verdicts. */
    public void verdicts(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Caller caller = Caller.of(ctx);
        caller.requireWholeNamespace();
        Answers.ok(ctx, verdicts.select(caller.visibility()));
    }
}
