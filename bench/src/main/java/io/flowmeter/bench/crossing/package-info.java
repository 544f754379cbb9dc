/**
 * How soon people are told: on a running quickstart under load, from the request that sends an
 * event to the crossing in the API and to the webhook. Nothing of the job's or the API's classes is
 * used, only HTTP.
 */
@NullMarked
package io.flowmeter.bench.crossing;

import org.jspecify.annotations.NullMarked;
