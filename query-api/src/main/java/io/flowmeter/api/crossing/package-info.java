/**
 * Thresholds that tenants crossed, as the job wrote them. In comes a selection; out goes a list.
 */
@NullMarked
package io.flowmeter.api.crossing;

import org.jspecify.annotations.NullMarked;
