package io.flowmeter.core.catalog;

import io.flowmeter.core.window.Window;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's own windows that one event time falls in.
 *
 * @param month the calendar month; null where the tenant's billing periods are calendar months
 */
public record TenantWindows(Window day, Window period, @Nullable Window month) {}
