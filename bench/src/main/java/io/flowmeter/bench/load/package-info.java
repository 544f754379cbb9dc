/**
 * Usage as it is at its worst, written while everything around it is being killed. In goes a seed;
 * out come records on the event log, events and catalog changes through the API, and a count of
 * each kind. What is written follows from the seed, when it is written from the clock. {@link
 * io.flowmeter.bench.load.UsageLoad} runs it.
 */
@NullMarked
package io.flowmeter.bench.load;

import org.jspecify.annotations.NullMarked;
