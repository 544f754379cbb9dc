package io.flowmeter.bench.load;

/**
 * One event of a prefix tenant.
 *
 * @param number 1, 2, 3, …: the value of the event
 * @param isCopy whether the number was sent before, which must change nothing
 */
record PrefixTick(LoadTenant tenant, long number, boolean isCopy) {}
