/** From copies, voids and replacements of one event identity to what finally counts for it. */
@NullMarked
package io.flowmeter.core.deduplicate;

import org.jspecify.annotations.NullMarked;
