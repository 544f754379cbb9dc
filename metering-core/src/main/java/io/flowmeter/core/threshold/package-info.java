/**
 * Limits of plans, the thresholds on the way to them, and when a quantity crosses one. In: the
 * quantity of a window as the log goes on. Out: crossings, each an edge, not a state.
 */
@NullMarked
package io.flowmeter.core.threshold;

import org.jspecify.annotations.NullMarked;
