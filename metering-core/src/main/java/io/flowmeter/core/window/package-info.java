/** Half-open stretches of event time: slices, and a tenant's own days and billing periods. */
@NullMarked
package io.flowmeter.core.window;

import org.jspecify.annotations.NullMarked;
