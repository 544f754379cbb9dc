/** Rows on their way to Postgres, of all tables that become visible together. */
@NullMarked
package io.flowmeter.core.store;

import org.jspecify.annotations.NullMarked;
