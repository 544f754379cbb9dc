/**
 * Flowmeter as an operator runs it, on one machine: a Kafka broker, a Postgres server, a Flink
 * session cluster and the query API, each a process of its own on 127.0.0.1, and the metering job
 * submitted by Flink's own command line. Each can be killed, paused and started again.
 *
 * <p>In goes a directory, which keeps everything; out come addresses and the processes' controls.
 * Needs Linux: it reads {@code /proc}, and util-linux puts Flink's state on a disk that can fill.
 */
@NullMarked
package io.flowmeter.bench.cluster;

import org.jspecify.annotations.NullMarked;
