/**
 * From contributions to usage aggregates: what one tenant's meter amounts to in every window, kept
 * right when events come late, are voided or replaced.
 */
@NullMarked
package io.flowmeter.core.aggregate;

import org.jspecify.annotations.NullMarked;
