package io.flowmeter.api.entitlement;

import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.PropertyValue;

/** An event that wants to be published, with its data as meters read them. */
public record MeteredEvent(UsageEvent event, PropertyValue.Reader data) {}
