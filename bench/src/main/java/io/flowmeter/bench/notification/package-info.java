/**
 * Who is told of crossings, and how often. In go the tables and what a receiver of webhooks got;
 * out comes a {@link io.flowmeter.bench.notification.NotificationOutcome}: one notification per
 * crossing, one delivery per notification and endpoint, and every delivery received.
 */
@NullMarked
package io.flowmeter.bench.notification;

import org.jspecify.annotations.NullMarked;
