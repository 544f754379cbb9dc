package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.entitlement.LimitStatus;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemException;
import io.javalin.http.Context;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** /v1/events: events in, and what the job made of them. */
public final class EventRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

    private static final Set<String> INGEST = Set.of("enforce", "limits");

    private final EventIngest ingest;
    private final EnforcedIngest enforced;
    private final LimitStatus limits;
    private final VerdictQueries verdicts;

    public EventRoutes(
            EventIngest ingest,
            EnforcedIngest enforced,
            LimitStatus limits,
            VerdictQueries verdicts) {
        this.ingest = ingest;
        this.enforced = enforced;
        this.limits = limits;
        this.verdicts = verdicts;
    }

    /** POST /v1/events. */
    public void ingest(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(INGEST::contains);
        boolean enforces = parameters.parsed("enforce", Parsing::flag).orElse(false);
        boolean saysLimits = parameters.parsed("limits", Parsing::flag).orElse(false);
        Caller caller = Caller.of(ctx);
        EventBatch batch = EventRequest.read(ctx);
        IngestResponse response =
                enforces ? enforced.ingest(caller, batch) : ingest.ingest(caller, batch, null);
        Answers.json(ctx, 202, saysLimits ? withLimits(caller, batch, response) : response);
    }

    /** GET /v1/events/verdicts. */
    public void verdicts(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Caller caller = Caller.of(ctx);
        caller.requireWholeNamespace();
        Answers.ok(ctx, verdicts.select(caller.visibility()));
    }

    /** The events are stored, whether or not their tenants' limits can be read now. */
    private IngestResponse withLimits(Caller caller, EventBatch batch, IngestResponse response) {
        try {
            return new IngestResponse(
                    response.accepted(),
                    response.rejected(),
                    response.isStale(),
                    limits.tightest(caller, tenants(caller, batch)));
        } catch (ProblemException e) {
            LOG.warn("events are stored, but limits cannot be told: {}", e.detail());
            return response;
        }
    }

    private static Set<String> tenants(Caller caller, EventBatch batch) {
        return batch.items().stream()
                .map(item -> Optional.ofNullable(EventText.read(item).attribute("subject")))
                .flatMap(Optional::stream)
                .filter(tenant -> caller.tenant() == null || caller.tenant().equals(tenant))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
