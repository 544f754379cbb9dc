/**
 * What the job refused, and what it counted once though it came twice with other content. In come
 * lists and replays; out go the original bytes, to look at or to the log again. Events too broken
 * to name a namespace belong to none, so no API key sees them.
 */
@NullMarked
package io.flowmeter.api.deadletter;

import org.jspecify.annotations.NullMarked;
