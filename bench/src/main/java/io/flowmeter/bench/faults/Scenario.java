package io.flowmeter.bench.faults;

import java.util.List;

/** What is done to a running cluster under load. */
@FunctionalInterface
interface Scenario {

    /** Returns all that struck, when the last cause is gone. */
    List<Strike> play(Scene scene) throws InterruptedException;
}
