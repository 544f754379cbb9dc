package io.flowmeter.api.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Problem JSON for what Jetty refuses before a route sees it, such as a malformed address. */
public final class JettyProblems extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String requestId = Requests.usableOrNew(request.getHeaders().get("X-Request-Id"));
        String detail = code < 500 && message != null ? message : HttpStatus.getMessage(code);
        var problem = ProblemResponse.of(code, detail, requestId);
        response.getHeaders().put("X-Request-Id", requestId);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemResponse.MEDIA_TYPE);
        Content.Sink.write(response, true, Json.write(problem), callback);
    }
}
