package io.flowmeter.api.webhook;

import io.flowmeter.api.notification.DeliverySlots;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attempts beside each other, so many in all and about so many of one endpoint. Endpoints that are
 * failing have a lane of their own, so that they keep nobody waiting but each other.
 */
final class WebhookLane implements AutoCloseable {

    private final boolean isForFailing;
    private final int perEndpoint;
    private final DeliverySlots slots;
    private final Map<UUID, Integer> inFlight = new ConcurrentHashMap<>();

    WebhookLane(String name, boolean isForFailing, int slots, int perEndpoint, Runnable wake) {
        this.isForFailing = isForFailing;
        this.perEndpoint = perEndpoint;
        this.slots = new DeliverySlots(name, slots, wake);
    }

    boolean isForFailing() {
        return isForFailing;
    }

    int perEndpoint() {
        return perEndpoint;
    }

    int free() {
        return slots.free();
    }

    /** Endpoints that have enough attempts in flight. */
    List<UUID> busy() {
        return inFlight.entrySet().stream()
                .filter(entry -> entry.getValue() >= perEndpoint)
                .map(Map.Entry::getKey)
                .toList();
    }

    void submit(UUID endpointId, Runnable attempt) {
        inFlight.merge(endpointId, 1, Integer::sum);
        slots.submit(
                () -> {
                    try {
                        attempt.run();
                    } finally {
                        inFlight.computeIfPresent(
                                endpointId, (id, count) -> count == 1 ? null : count - 1);
                    }
                });
    }

    @Override
    public void close() {
        slots.close();
    }
}
