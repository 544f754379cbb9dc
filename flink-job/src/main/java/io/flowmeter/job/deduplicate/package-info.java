/**
 * In: {@code IdentityRecord}, keyed by the fingerprint of the event's identity. Out: {@code
 * UsageChange}; conflicts and corrections to store, dead letters and verdicts on the side.
 */
@NullMarked
package io.flowmeter.job.deduplicate;

import org.jspecify.annotations.NullMarked;
