/**
 * Flowmeter under fire: {@code cluster} starts every part as a process of its own, {@code load}
 * writes usage, {@code faults} breaks things meanwhile, {@code watch} reads all the time, {@code
 * oracle} computes every row anew from the raw log.
 */
package io.flowmeter.bench;
