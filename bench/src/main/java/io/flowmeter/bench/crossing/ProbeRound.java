package io.flowmeter.bench.crossing;

import io.flowmeter.bench.measure.Round;

/**
 * What the probes of one round have found.
 *
 * @param seen how long until each crossing was shown
 * @param told how long until each webhook arrived
 */
record ProbeRound(Round seen, Round told) {}
