package io.flowmeter.api.openmeter;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.catalog.MeterCatalog;
import io.flowmeter.api.catalog.MeterDefinition;
import io.flowmeter.api.catalog.MeterQueries;
import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.event.EventIngest;
import io.flowmeter.api.event.EventRequest;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.Requests;
import io.flowmeter.api.usage.MeterUsage;
import io.flowmeter.api.usage.UsageParameters;
import io.flowmeter.api.usage.UsageQuery;
import io.flowmeter.api.usage.UsageReader;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** /api/v1: OpenMeter's events, meters and meter queries. */
public final class OpenMeterRoutes {

    private static final Set<String> LIST = Set.of("page", "pageSize", "includeDeleted");
    private static final int MAX_PAGE_SIZE = 1_000;
    private static final int MAX_METERS = 10_000;

    private final NamespaceTransactions transactions;
    private final EventIngest ingest;
    private final MeterCatalog catalog;
    private final UsageParameters usageParameters;
    private final UsageReader reader;
    private final Clock clock;

    public OpenMeterRoutes(
            NamespaceTransactions transactions,
            EventIngest ingest,
            MeterCatalog catalog,
            UsageParameters usageParameters,
            UsageReader reader,
            Clock clock) {
        this.transactions = transactions;
        this.ingest = ingest;
        this.catalog = catalog;
        this.usageParameters = usageParameters;
        this.reader = reader;
        this.clock = clock;
    }

    /** POST /api/v1/events: an event without time happened now. */
    public void ingest(Context ctx) {
        var batch = EventRequest.read(ctx);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var response = ingest.ingest(Caller.of(ctx), batch, now);
        if (!response.rejected().isEmpty()) { // 204 has no body to say so
            throw EventIngest.rejected(
                    ProblemCode.SOME_EVENTS_REJECTED, response.rejected(), batch.isSingle());
        }
        Answers.noContent(ctx);
    }

    /** GET /api/v1/meters. */
    public void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(LIST::contains);
        int page = parameters.parsed("page", text -> number(text, MAX_METERS)).orElse(1);
        int size = parameters.parsed("pageSize", text -> number(text, MAX_PAGE_SIZE)).orElse(100);
        boolean withDeleted = parameters.one("includeDeleted").filter("true"::equals).isPresent();
        Caller caller = Caller.of(ctx);
        List<MeterVersion> meters =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                MeterQueries.list(
                                        handle, caller.namespace(), "", MAX_METERS, withDeleted));
        Answers.ok(
                ctx,
                meters.stream()
                        .skip((page - 1L) * size)
                        .limit(size)
                        .map(meter -> OpenMeterMeter.of(caller.namespace(), meter))
                        .toList());
    }

    /** POST /api/v1/meters. */
    public void create(Context ctx) {
        MeterDefinition definition = OpenMeterMeter.readCreate(Requests.jsonBody(ctx));
        Caller caller = Caller.of(ctx);
        MeterVersion created = catalog.create(caller, definition);
        Answers.created(
                ctx,
                "/api/v1/meters/" + definition.key(),
                OpenMeterMeter.of(caller.namespace(), created));
    }

    /** GET /api/v1/meters/{meterIdOrSlug}. */
    public void get(Context ctx) {
        Caller caller = Caller.of(ctx);
        Answers.ok(ctx, OpenMeterMeter.of(caller.namespace(), current(ctx)));
    }

    /** PUT /api/v1/meters/{meterIdOrSlug}. */
    public void update(Context ctx) {
        JsonBody body = Requests.jsonBody(ctx);
        Caller caller = Caller.of(ctx);
        MeterVersion updated =
                catalog.update(
                        caller,
                        current(ctx).rule().key(),
                        before -> OpenMeterMeter.readUpdate(before, body));
        Answers.ok(ctx, OpenMeterMeter.of(caller.namespace(), updated));
    }

    /** DELETE /api/v1/meters/{meterIdOrSlug}. */
    public void archive(Context ctx) {
        catalog.archive(Caller.of(ctx), current(ctx).rule().key());
        Answers.noContent(ctx);
    }

    /** GET /api/v1/meters/{meterIdOrSlug}/query. */
    public void query(Context ctx) {
        answer(ctx, OpenMeterQuery.ofParameters(Parameters.of(ctx)));
    }

    /** POST /api/v1/meters/{meterIdOrSlug}/query. */
    public void queryByBody(Context ctx) {
        answer(ctx, OpenMeterQuery.ofBody(Requests.jsonBody(ctx)));
    }

    private void answer(Context ctx, Parameters parameters) {
        UsageQuery asked = usageParameters.read(parameters);
        // Naming subjects also groups by them, as in OpenMeter.
        UsageQuery query = asked.subjects().isEmpty() ? asked : asked.perSubject();
        Caller caller = Caller.of(ctx);
        MeterUsage usage =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                reader.read(
                                        handle,
                                        caller.namespace(),
                                        current(handle, ctx).rule().key(),
                                        query));
        Answers.ok(ctx, OpenMeterUsage.of(usage));
    }

    private MeterVersion current(Context ctx) {
        return transactions.read(Caller.of(ctx).visibility(), handle -> current(handle, ctx));
    }

    private static MeterVersion current(Handle handle, Context ctx) {
        String namespace = Caller.of(ctx).namespace();
        String idOrSlug = ctx.pathParam("meterIdOrSlug");
        if (OpenMeterId.isId(idOrSlug)) {
            for (MeterVersion meter : MeterQueries.list(handle, namespace, "", MAX_METERS, false)) {
                if (OpenMeterId.of(namespace, meter).equals(idOrSlug)) {
                    return meter;
                }
            }
        }
        return MeterQueries.get(handle, namespace, idOrSlug);
    }

    private static int number(String text, int greatest) {
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= greatest) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "must be a whole number from 1 to " + greatest + ", was \"" + text + "\"");
    }
}
