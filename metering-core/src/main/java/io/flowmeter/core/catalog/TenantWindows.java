package io.flowmeter.core.catalog;

import io.flowmeter.core.window.Window;

/**
 * The tenant's own windows that one event time falls in.
 *
 * @param month the calendar month, which the billing period usually is
 */
public record TenantWindows(Window day, Window period, Window month) {}
