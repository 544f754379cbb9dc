/**
 * The numbers. In come questions about a meter or a tenant; out go quantities merged from the
 * stored slices, exact, or saying that they are not, with how fresh they are.
 */
@NullMarked
package io.flowmeter.api.usage;

import org.jspecify.annotations.NullMarked;
