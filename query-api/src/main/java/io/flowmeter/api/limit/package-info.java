/**
 * The limits tenants have: those of their plan, and their own in its place. In come tenants and an
 * instant; out go limits as the core and the job know them.
 */
@NullMarked
package io.flowmeter.api.limit;

import org.jspecify.annotations.NullMarked;
