/** In: records. Out: the Kafka topics that tell others of them, at least once. */
@NullMarked
package io.flowmeter.job.topic;

import org.jspecify.annotations.NullMarked;
