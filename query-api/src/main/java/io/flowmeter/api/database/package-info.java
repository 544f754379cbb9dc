/**
 * The way to Postgres. In comes work together with the key that asked for it; the work sees the
 * rows of that key's namespace, and of its tenant if it is bound to one, whatever its SQL says.
 */
@NullMarked
package io.flowmeter.api.database;

import org.jspecify.annotations.NullMarked;
