/**
 * In: verdicts, as changes. Out: {@code EventCount} rows with the totals, for conservation: every
 * event read is accepted, a duplicate, a conflict, a dead letter or unmatched.
 */
@NullMarked
package io.flowmeter.job.count;

import org.jspecify.annotations.NullMarked;
