/**
 * A Kafka broker, a Postgres server and a Flink cluster inside this JVM, for the quickstart and for
 * tests. In goes a directory and a port each; out come addresses on 127.0.0.1. Nothing here knows
 * what Flowmeter meters: jobs, topics and queries belong to the callers.
 */
@NullMarked
package io.flowmeter.embedded;

import org.jspecify.annotations.NullMarked;
