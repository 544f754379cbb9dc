/**
 * Notifications to URLs, by the Standard Webhooks rules
 * (github.com/standard-webhooks/standard-webhooks, spec 1.0.0). In come new notifications and what
 * clients say of their endpoints; out go signed POST requests, to addresses that may be reached
 * only, again and again until one succeeds or the schedule ends.
 */
@NullMarked
package io.flowmeter.api.webhook;

import org.jspecify.annotations.NullMarked;
