package io.flowmeter.bench.faults;

import java.time.Duration;

/**
 * One fault of the schedule.
 *
 * @param kind what happens
 * @param choice picks one of several targets, whatever their number: {@code choice % targets}
 * @param length how long a paused process stands still, a killed one stays away, a disk stays full
 * @param gap how long the cluster is left alone afterwards; it may still be recovering then
 */
record PlannedFault(FaultKind kind, int choice, Duration length, Duration gap) {}
