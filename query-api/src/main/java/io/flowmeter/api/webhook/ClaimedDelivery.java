package io.flowmeter.api.webhook;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this process may attempt until its lease ends.
 *
 * @param tenant null: it concerns the whole namespace
 * @param isTest nobody waits for it: one attempt is enough
 * @param attempt counts all attempts, this one too
 * @param step counts attempts since it was last asked for, this one too
 * @param secret as it is stored
 * @param previousSecret as it is stored; null: none that is still valid
 */
record ClaimedDelivery(
        UUID id,
        UUID endpointId,
        @Nullable String tenant,
        boolean isTest,
        String webhookId,
        String body,
        int attempt,
        int step,
        String url,
        byte[] secret,
        byte @Nullable [] previousSecret) {}
