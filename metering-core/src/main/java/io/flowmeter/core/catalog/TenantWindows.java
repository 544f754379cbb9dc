package io.flowmeter.core.catalog;

import io.flowmeter.core.window.Window;

/** The tenant's own windows that one event time falls in. */
public record TenantWindows(Window day, Window period) {}
