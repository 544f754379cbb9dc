/**
 * When a tenant's usage crosses thresholds. In: the changes of its meters and its limits, in
 * whatever order they are read. Out: the crossings, as the order of the log has them.
 */
@NullMarked
package io.flowmeter.core.crossing;

import org.jspecify.annotations.NullMarked;
