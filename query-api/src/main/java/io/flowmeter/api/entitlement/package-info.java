/**
 * Who may use more. In come tenants, meters and quantities; out go answers that stand in a
 * request's path, and reservations, which make a hard limit hold while the numbers lag behind.
 */
@NullMarked
package io.flowmeter.api.entitlement;

import org.jspecify.annotations.NullMarked;
