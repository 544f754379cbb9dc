/**
 * Who is told what. In come threshold crossings, ends of billing periods and what other packages
 * publish; out go rows of {@code notification}, each once, and to every {@code NotificationChannel}
 * in the same transaction. The {@code Notifier} does it in every API process.
 */
@NullMarked
package io.flowmeter.api.notification;

import org.jspecify.annotations.NullMarked;
