package io.flowmeter.api.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns everything that goes wrong while a request is served into problem JSON. */
public final class ProblemHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private static final Map<Integer, String> DETAILS =
            Map.of(
                    404, "see /openapi.yaml for the routes there are",
                    405, "see the header Allow for the methods the route takes",
                    413,
                            "the body must have at most "
                                    + Requests.MAX_BODY_BYTES
                                    + " bytes (1 MB); send several requests");

    private ProblemHandler() {}

    /** Registers itself for every exception. */
    public static void register(RoutesConfig routes) {
        routes.exception(
                ProblemException.class,
                (e, ctx) -> {
                    e.retryAfter()
                            .ifPresent(
                                    wait ->
                                            ctx.header(
                                                    "Retry-After",
                                                    String.valueOf(wait.toSeconds())));
                    answer(ctx, ProblemResponse.of(e, Requests.requestId(ctx)));
                });
        routes.exception(HttpResponseException.class, ProblemHandler::ofJavalin);
        routes.exception(Exception.class, ProblemHandler::ofDefect);
    }

    /** An Error leaves no request to answer to, only the bare response. */
    public static void ofError(HttpServletResponse response, Error error) {
        String requestId = Requests.usableOrNew(response.getHeader("X-Request-Id"));
        LOG.error("request {} failed", requestId, error);
        response.setStatus(500);
        response.setContentType(ProblemResponse.MEDIA_TYPE);
        var problem = ProblemResponse.of(500, unexplained(), requestId);
        try {
            response.getOutputStream().write(Json.write(problem).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("request {}: the client went away", requestId, e);
        }
    }

    private static void ofJavalin(HttpResponseException e, Context ctx) {
        String allowed =
                e.getDetails()
                        .getOrDefault("availableMethods", e.getDetails().get("Available methods"));
        if (e.getStatus() == 405 && allowed != null) {
            ctx.header("Allow", allowed);
        }
        String detail = DETAILS.getOrDefault(e.getStatus(), String.valueOf(e.getMessage()));
        answer(ctx, ProblemResponse.of(e.getStatus(), detail, Requests.requestId(ctx)));
    }

    private static void ofDefect(Exception e, Context ctx) {
        String requestId = Requests.requestId(ctx);
        LOG.error("request {} failed: {} {}", requestId, ctx.method(), ctx.path(), e);
        answer(ctx, ProblemResponse.of(500, unexplained(), requestId));
    }

    private static String unexplained() {
        return "the log of the API has the cause under the request id in \"instance\"";
    }

    private static void answer(Context ctx, ProblemResponse problem) {
        if (problem.status() == 401) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"flowmeter\"");
        }
        if (problem.status() == 503) {
            ctx.header("Retry-After", "1");
        }
        ctx.status(problem.status())
                .contentType(ProblemResponse.MEDIA_TYPE)
                .result(Json.write(problem).getBytes(StandardCharsets.UTF_8));
    }
}
