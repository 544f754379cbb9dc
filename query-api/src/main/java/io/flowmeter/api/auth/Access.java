package io.flowmeter.api.auth;

import io.javalin.security.RouteRole;
import java.util.Locale;

/** What a route asks of the caller; every route names one. */
public enum Access implements RouteRole {
    /** Anybody, without a key. */
    PUBLIC,
    /** A key of scope {@code ingest}. */
    INGEST,
    /** A key of scope {@code read}. */
    READ,
    /** A key of scope {@code manage} that is not bound to a tenant. */
    MANAGE;

    /** The scope as {@code api_key.scopes} has it. */
    String scope() {
        return name().toLowerCase(Locale.ROOT);
    }
}
