package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** /v1/tenants/…/entitlements and what belongs to them: who may use more. */
public final class EntitlementRoutes {

    private static final Pattern DIMENSION = Pattern.compile("dimension\\[(.+)]");

    private final EntitlementReader reader;
    private final EntitlementChecks checks;
    private final EntitlementBatch batch;
    private final ReservationRelease release;

    EntitlementRoutes(
            EntitlementReader reader,
            EntitlementChecks checks,
            EntitlementBatch batch,
            ReservationRelease release) {
        this.reader = reader;
        this.checks = checks;
        this.batch = batch;
        this.release = release;
    }

    /** GET /v1/tenants/{id}/entitlements. */
    public void list(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Caller caller = Caller.of(ctx);
        Answers.ok(ctx, reader.all(caller, tenant(ctx, caller)));
    }

    /** GET /v1/tenants/{id}/entitlements/{meter}. */
    public void get(Context ctx) {
        Parameters parameters = Parameters.of(ctx).allow(name -> DIMENSION.matcher(name).matches());
        Map<String, String> dimensions = new TreeMap<>();
        for (String name : parameters.names()) {
            Matcher dimension = DIMENSION.matcher(name);
            if (dimension.matches()) {
                dimensions.put(dimension.group(1), parameters.one(name).orElse(""));
            }
        }
        Caller caller = Caller.of(ctx);
        Answers.ok(
                ctx, reader.one(caller, tenant(ctx, caller), ctx.pathParam("meter"), dimensions));
    }

    /** POST /v1/tenants/{id}/entitlements/{meter}:check. */
    public void check(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Caller caller = Caller.of(ctx);
        String tenant = tenant(ctx, caller);
        var asked = CheckRequest.read(caller.namespace(), tenant, Requests.jsonBody(ctx));
        if (asked.reservation() != null && !caller.scopes().contains("ingest")) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN, "to reserve needs a key of scope ingest besides read");
        }
        CheckAnswer answer = checks.check(caller, tenant, ctx.pathParam("meter"), asked);
        if (!answer.allowed()) {
            throw refusal(answer, asked);
        }
        Answers.ok(ctx, answer);
    }

    /** POST /v1/entitlements:query. */
    public void query(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Answers.ok(ctx, batch.query(Caller.of(ctx), Requests.jsonBody(ctx)));
    }

    /** DELETE /v1/reservations/{id}. */
    public void release(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        release.release(Caller.of(ctx), reservation(ctx.pathParam("id")));
        Answers.noContent(ctx);
    }

    private static ProblemException refusal(CheckAnswer answer, CheckRequest asked) {
        Long seconds = answer.retryAfterSeconds();
        String detail =
                Refusal.detail(
                        answer.reason(),
                        answer.limitKey(),
                        answer.limit(),
                        answer.remaining(),
                        asked.quantity());
        return new ProblemException(Refusal.code(answer.reason()), detail)
                .with(answer, seconds == null ? null : Duration.ofSeconds(seconds));
    }

    private static UUID reservation(String id) {
        return Parsing.uuid(id).orElseThrow(() -> ReservationRelease.notFound(id));
    }

    /** A key that is bound to a tenant knows of no other. */
    private static String tenant(Context ctx, Caller caller) {
        String tenant = ctx.pathParam("id");
        if (caller.tenant() != null && !caller.tenant().equals(tenant)) {
            throw TenantQueries.notFound(tenant);
        }
        return tenant;
    }
}
