/**
 * Notifications by e-mail. In come new notifications and the recipients a tenant's preferences
 * name; out go messages to one SMTP server, one for each recipient.
 */
@NullMarked
package io.flowmeter.api.email;

import org.jspecify.annotations.NullMarked;
