/**
 * In: {@code UsageChange}, keyed by tenant and meter. Out: the changed {@code UsageAggregate} and
 * {@code RollingUsage} rows, once per checkpoint.
 */
@NullMarked
package io.flowmeter.job.aggregate;

import org.jspecify.annotations.NullMarked;
