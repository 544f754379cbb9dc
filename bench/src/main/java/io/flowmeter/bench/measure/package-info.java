/**
 * What measurements share. In go durations and what is asked of them; out comes a page that names
 * machine, commit, load, every round's percentiles, and whether each goal was met.
 */
@NullMarked
package io.flowmeter.bench.measure;

import org.jspecify.annotations.NullMarked;
