/**
 * Meters, tenants, plans and subscriptions. In come definitions; out goes, in one transaction each,
 * an immutable version, the {@code catalog_change} row by which the job learns of it, and an audit
 * row.
 */
@NullMarked
package io.flowmeter.api.catalog;

import org.jspecify.annotations.NullMarked;
