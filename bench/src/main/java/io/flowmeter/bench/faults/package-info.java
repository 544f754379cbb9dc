/**
 * A seeded schedule of faults against a running cluster under load, and what came of it. In: a seed
 * and a duration. Out: a report that says which faults struck, how long recovery took, and how many
 * rows differ from what the raw log says.
 */
package io.flowmeter.bench.faults;
