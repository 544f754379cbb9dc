/**
 * A reader who trusts nothing: it reads the tables and the API all the time and notes every number
 * that steps back, every row that vanishes, crossings that do not alternate, and every snapshot
 * that is no consistent prefix of the log. In go Postgres and the API; out come violations as
 * sentences, and how fresh the numbers were. {@link io.flowmeter.bench.watch.ReaderWatch} runs it.
 */
@NullMarked
package io.flowmeter.bench.watch;

import org.jspecify.annotations.NullMarked;
