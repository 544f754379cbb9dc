package io.flowmeter.quickstart.sample;

import io.flowmeter.core.window.BillingCycle;

/** A tenant the quickstart describes to the API, with a billing cycle of its own. */
public record SampleTenant(String id, String name, BillingCycle billingCycle) {}
