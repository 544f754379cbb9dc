/**
 * From sample events to counted ones: they go to Kafka as any producer's would, and the rows of
 * {@code event_count} tell how many the job has dealt with.
 */
@NullMarked
package io.flowmeter.quickstart.replay;

import org.jspecify.annotations.NullMarked;
