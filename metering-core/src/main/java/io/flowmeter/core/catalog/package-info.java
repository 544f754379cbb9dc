/**
 * Which rules are in force for an event: versions of namespaces, meters and tenants, looked up by
 * event time and append time only.
 */
@NullMarked
package io.flowmeter.core.catalog;

import org.jspecify.annotations.NullMarked;
