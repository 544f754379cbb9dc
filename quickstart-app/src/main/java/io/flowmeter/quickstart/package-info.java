/**
 * The flowmeter command. {@code quickstart} runs the job and the API that production runs, in one
 * JVM on embedded parts, replays a sample through them, and compares what the API answers with
 * totals computed from the sample itself.
 */
@NullMarked
package io.flowmeter.quickstart;

import org.jspecify.annotations.NullMarked;
