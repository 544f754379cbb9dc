package io.flowmeter.api.webhook;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes and changes webhook endpoints, each change with its row in the audit log. */
public final class WebhookEndpoints {

    /** How long a secret signs after it was replaced. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private final NamespaceTransactions transactions;
    private final AddressPolicy policy;
    private final SecretBox secrets;
    private final Clock clock;

    public WebhookEndpoints(
            NamespaceTransactions transactions, WebhookSettings settings, Clock clock) {
        this.transactions = transactions;
        policy = new AddressPolicy(settings.allowPrivate());
        secrets = new SecretBox(settings.secretKeys());
        this.clock = clock;
    }

    /** With its secret, which nothing shows again. */
    EndpointResponse create(Caller caller, JsonBody body) {
        var wanted = EndpointDefinition.read(null, body, policy);
        var secret = SigningSecret.random();
        UUID id = UUID.randomUUID();
        return transactions.write(
                caller.visibility(),
                handle -> {
                    var after =
                            EndpointQueries.insert(
                                    handle,
                                    caller.namespace(),
                                    id,
                                    wanted,
                                    secrets.close(secret.bytes(), id),
                                    clock.instant());
                    audit(handle, caller, "create", null, after);
                    return EndpointResponse.of(after, secret);
                });
    }

    EndpointResponse update(Caller caller, String id, JsonBody body) {
        return transactions.write(
                caller.visibility(),
                handle -> {
                    var before = lock(handle, caller, id);
                    var wanted = EndpointDefinition.read(before, body, policy);
                    Instant now = clock.instant();
                    var after =
                            EndpointQueries.update(
                                    handle, caller.namespace(), before.id(), wanted, now);
                    if (after.isDisabled()) {
                        DeliveryQueries.failPending(
                                handle, caller.namespace(), before.id(), "endpoint disabled");
                    }
                    audit(handle, caller, "update", before, after);
                    return EndpointResponse.of(after);
                });
    }

    /** With the new secret; the one before signs too for a day. */
    EndpointResponse rotateSecret(Caller caller, String id) {
        var secret = SigningSecret.random();
        return transactions.write(
                caller.visibility(),
                handle -> {
                    var before = lock(handle, caller, id);
                    Instant now = clock.instant();
                    EndpointQueries.rotateSecret(
                            handle,
                            caller.namespace(),
                            before.id(),
                            secrets.close(secret.bytes(), before.id()),
                            now.plus(OVERLAP),
                            now);
                    var after = lock(handle, caller, id);
                    audit(handle, caller, "rotate-secret", before, after);
                    return EndpointResponse.of(after, secret);
                });
    }

    void delete(Caller caller, String id) {
        transactions.write(
                caller.visibility(),
                handle -> {
                    var before = lock(handle, caller, id);
                    EndpointQueries.delete(handle, caller.namespace(), before.id());
                    audit(handle, caller, "delete", before, null);
                    return before;
                });
    }

    /**
     * @throws ProblemException WEBHOOK_ENDPOINT_NOT_FOUND
     */
    static WebhookEndpoint get(Handle handle, Caller caller, String id) {
        return Parsing.uuid(id)
                .flatMap(uuid -> EndpointQueries.find(handle, caller.namespace(), uuid))
                .orElseThrow(() -> notFound(id));
    }

    private static WebhookEndpoint lock(Handle handle, Caller caller, String id) {
        return Parsing.uuid(id)
                .flatMap(uuid -> EndpointQueries.lock(handle, caller.namespace(), uuid))
                .orElseThrow(() -> notFound(id));
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(
                ProblemCode.WEBHOOK_ENDPOINT_NOT_FOUND, "there is no webhook endpoint " + id);
    }

    private static void audit(
            Handle handle,
            Caller caller,
            String action,
            @Nullable WebhookEndpoint before,
            @Nullable WebhookEndpoint after) {
        WebhookEndpoint one = before == null ? after : before;
        AuditLog.write(
                handle,
                caller.namespace(),
                one == null ? null : one.tenant(),
                caller.keyId(),
                "webhook-endpoint." + action,
                "webhook-endpoint/" + (one == null ? "" : one.id()),
                before == null ? null : Json.tree(EndpointResponse.of(before)),
                after == null ? null : Json.tree(EndpointResponse.of(after)));
    }
}
