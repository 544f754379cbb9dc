package io.flowmeter.api.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** Writes answers that are no problems. */
public final class Answers {

    private Answers() {}

    public static void json(Context ctx, int status, Object body) {
        ctx.status(status)
                .contentType("application/json")
                .result(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    public static void ok(Context ctx, Object body) {
        json(ctx, 200, body);
    }

    public static void created(Context ctx, String location, Object body) {
        ctx.header("Location", location);
        json(ctx, 201, body);
    }

    public static void noContent(Context ctx) {
        ctx.status(204);
    }
}
