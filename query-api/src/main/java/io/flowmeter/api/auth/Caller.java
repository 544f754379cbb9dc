package io.flowmeter.api.auth;

import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: what the API key says.
 *
 * @param keyId names the key in the audit log; it is no secret
 * @param tenant null: every tenant of the namespace
 * @param scopes some of {@code ingest}, {@code read}, {@code manage}
 */
public record Caller(String keyId, String namespace, @Nullable String tenant, Set<String> scopes) {

    private static final String ATTRIBUTE = "flowmeter.caller";

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The caller of an authenticated request. */
    public static Caller of(Context ctx) {
        Caller caller = ctx.attribute(ATTRIBUTE);
        if (caller == null) {
            throw new IllegalStateException("route " + ctx.path() + " does not authenticate");
        }
        return caller;
    }

    /** Whose rows this caller sees. */
    public Visibility visibility() {
        return new Visibility(namespace, tenant);
    }

    /**
     * For what concerns the whole namespace.
     *
     * @throws ProblemException FORBIDDEN if the key is bound to a tenant
     */
    public void requireWholeNamespace() {
        if (tenant != null) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "this concerns the whole namespace, and the key is bound to one tenant");
        }
    }

    void attachTo(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }
}
