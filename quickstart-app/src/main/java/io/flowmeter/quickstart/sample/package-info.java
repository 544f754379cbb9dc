/**
 * Where sample usage events come from: a trace file or a generator. In goes a file or a seed; out
 * come events, the meters that count them, and the quantities those meters must show, computed here
 * by plain loops that share nothing with the job. And plans to try limits with.
 */
@NullMarked
package io.flowmeter.quickstart.sample;

import org.jspecify.annotations.NullMarked;
