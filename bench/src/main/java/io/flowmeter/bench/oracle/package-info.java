/**
 * What Postgres must hold, computed a second time: a batch reads the whole event log and the whole
 * catalog and says every row of the job's tables. In go Kafka and Postgres as they are; out comes a
 * {@link io.flowmeter.bench.oracle.Comparison}. It is written from the specification and shares no
 * code with the job: plain loops over sorted lists, slow on purpose.
 */
@NullMarked
package io.flowmeter.bench.oracle;

import org.jspecify.annotations.NullMarked;
