package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.cluster.Service;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes again that ended though nobody killed them, and keeps account: a fault elsewhere
 * must not end them, so each is a defect.
 */
final class Supervisor {

    private final Cluster cluster;
    private final Clock clock;
    private final List<String> incidents = new ArrayList<>();

    Supervisor(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** To be called while no fault is under way. */
    void check() {
        for (Service service : cluster.services()) {
            if (!service.isRunning()) {
                incidents.add(
                        "%s found ended at %s, see %s"
                                .formatted(service.name(), clock.instant(), service.log()));
                service.start();
            }
        }
    }

    /** Every process that ended on its own. */
    List<String> incidents() {
        return List.copyOf(incidents);
    }
}
