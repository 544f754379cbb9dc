/**
 * From the attributes of a usage event to a verdict on it: {@code UsageEvent}, its identity,
 * whether its time is acceptable, and what all copies and corrections of one identity amount to.
 */
@NullMarked
package io.flowmeter.core.event;

import org.jspecify.annotations.NullMarked;
