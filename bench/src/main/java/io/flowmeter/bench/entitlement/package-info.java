/** How long the API takes to say who may use more. In: tenants, meters, questions. Out: times. */
@NullMarked
package io.flowmeter.bench.entitlement;

import org.jspecify.annotations.NullMarked;
