package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.load.UsageLoad;
import io.flowmeter.bench.watch.ReaderWatch;
import java.time.Clock;

/** A running cluster under load, with those who watch it. */
record Scene(
        Cluster cluster,
        JobOperator operator,
        Supervisor supervisor,
        UsageLoad load,
        ReaderWatch watch,
        Clock clock,
        Progress progress) {}
