/**
 * From a usage event's data to a quantity: {@code Meter} says which events count, which property is
 * the value and which are dimensions; {@code Aggregation} says how values become one.
 */
@NullMarked
package io.flowmeter.core.meter;

import org.jspecify.annotations.NullMarked;
