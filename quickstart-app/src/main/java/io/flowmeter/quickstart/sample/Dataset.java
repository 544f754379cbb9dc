package io.flowmeter.quickstart.sample;

import io.flowmeter.core.window.BillingCycle;
import java.util.List;
import java.util.function.Consumer;

/** Sample events with one name; the same ones, in the same order, each time they are read. */
public interface Dataset {

    /** The value of {@link SampleEvent#DATASET} in each of its events. */
    String name();

    /** Number of events. */
    long size();

    /** The meters that count these events. */
    List<SampleMeter> meters();

    /** The tenants to describe to the API; others may occur and have the default billing cycle. */
    List<SampleTenant> tenants();

    /** Hands over each event, in order of time. */
    void forEach(Consumer<SampleEvent> consumer);

    /** The billing cycle of a tenant in this dataset. */
    default BillingCycle billingCycle(String tenant) {
        return tenants().stream()
                .filter(known -> known.id().equals(tenant))
                .map(SampleTenant::billingCycle)
                .findFirst()
                .orElse(BillingCycle.DEFAULT);
    }
}
