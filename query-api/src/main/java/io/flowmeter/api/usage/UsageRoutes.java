package io.flowmeter.api.usage;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.Requests;
import io.javalin.http.Context;

/** /v1/meters/{key}/query and /v1/tenants/{id}/usage: what was used. */
public final class UsageRoutes {

    private final NamespaceTransactions transactions;
    private final UsageParameters usageParameters;
    private final UsageReader reader;
    private final TenantUsageReader tenantReader;

    public UsageRoutes(
            NamespaceTransactions transactions,
            UsageParameters usageParameters,
            UsageReader reader,
            TenantUsageReader tenantReader) {
        this.transactions = transactions;
        this.usageParameters = usageParameters;
        this.reader = reader;
        this.tenantReader = tenantReader;
    }

    /** GET /v1/meters/{key}/query. */
    public void query(Context ctx) {
        answer(ctx, Parameters.of(ctx));
    }

    /** POST /v1/meters/{key}/query: the same parameters in a body, where they may be many. */
    public void queryByBody(Context ctx) {
        answer(ctx, UsageParameters.ofBody(Requests.jsonBody(ctx)));
    }

    /** GET /v1/tenants/{id}/usage. */
    public void ofTenant(Context ctx) {
        Parameters.of(ctx).allow(name -> false);
        Caller caller = Caller.of(ctx);
        Answers.ok(
                ctx,
                transactions.read(
                        caller.visibility(),
                        handle ->
                                tenantReader.read(
                                        handle, caller.namespace(), ctx.pathParam("id"))));
    }

    private void answer(Context ctx, Parameters parameters) {
        UsageQuery query = usageParameters.read(parameters);
        Caller caller = Caller.of(ctx);
        MeterUsage usage =
                transactions.read(
                        caller.visibility(),
                        handle ->
                                reader.read(
                                        handle, caller.namespace(), ctx.pathParam("key"), query));
        Answers.ok(ctx, MeterUsageResponse.of(usage));
    }
}
