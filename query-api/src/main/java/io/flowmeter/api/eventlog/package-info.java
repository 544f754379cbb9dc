/** The Kafka topic of usage events: in go records, out comes whether the brokers have them. */
@NullMarked
package io.flowmeter.api.eventlog;

import org.jspecify.annotations.NullMarked;
