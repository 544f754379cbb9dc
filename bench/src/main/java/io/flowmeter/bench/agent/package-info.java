/**
 * A Java agent inside the TaskManagers that lets the job fail at two moments no signal from outside
 * can hit. It changes nothing until a file with a fault's name appears in its directory; the one
 * subtask that succeeds in deleting the file fails, and leaves a note of what it did.
 */
@NullMarked
package io.flowmeter.bench.agent;

import org.jspecify.annotations.NullMarked;
