package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.load.UsageLoad;
import io.flowmeter.bench.watch.ReaderWatch;
import java.util.List;

/** What is done to a running cluster under load. */
@FunctionalInterface
interface Scenario {

    /** Returns all that struck, when the last cause is gone. */
    List<Strike> play(
            Cluster cluster,
            JobOperator operator,
            Supervisor supervisor,
            UsageLoad load,
            ReaderWatch watch)
            throws InterruptedException;
}
