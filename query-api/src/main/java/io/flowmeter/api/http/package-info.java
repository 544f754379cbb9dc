/**
 * What every resource shares about HTTP. In come requests, whose parameters and bodies are read
 * strictly; out go JSON answers and, for every refusal, RFC 9457 problem JSON.
 */
@NullMarked
package io.flowmeter.api.http;

import org.jspecify.annotations.NullMarked;
