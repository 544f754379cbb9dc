package io.flowmeter.api.auth;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a request reach its route if its key has the access the route asks for. */
public final class Authentication {

    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;

    public Authentication(ApiKeys keys) {
        this.keys = keys;
    }

    /** Runs before every matched route. */
    public void check(Context ctx) {
        Set<RouteRole> roles = ctx.routeRoles();
        if (roles.equals(Set.of(Access.PUBLIC))) {
            return;
        }
        if (roles.isEmpty() && ctx.method().equals(HandlerType.HEAD)) {
            // Javalin would answer 200 without running the GET route: no answer is better.
            throw new ProblemException(
                    ProblemCode.METHOD_NOT_ALLOWED, "the route does not take HEAD; use GET");
        }
        Caller caller = authenticate(ctx);
        for (RouteRole role : roles) {
            authorize(caller, (Access) role);
        }
        if (roles.isEmpty()) {
            throw new IllegalStateException("route " + ctx.path() + " names no access");
        }
        caller.attachTo(ctx);
    }

    private Caller authenticate(Context ctx) {
        String key = key(ctx);
        if (key == null) {
            throw new ProblemException(
                    ProblemCode.UNAUTHENTICATED,
                    "send the header Authorization: Bearer um_live_<id>_<secret>, or X-API-Key");
        }
        return keys.find(key)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemCode.UNAUTHENTICATED,
                                        "the API key is unknown, revoked or expired"));
    }

    private static @Nullable String key(Context ctx) {
        String authorization = ctx.header("Authorization");
        if (authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        return ctx.header("X-API-Key");
    }

    private static void authorize(Caller caller, Access access) {
        if (!caller.scopes().contains(access.scope())) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "the route needs a key of scope "
                            + access.scope()
                            + ", this one has "
                            + String.join(", ", caller.scopes().stream().sorted().toList()));
        }
        if (access == Access.MANAGE) {
            caller.requireWholeNamespace();
        }
    }
}
