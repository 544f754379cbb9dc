package io.flowmeter.api.database;

import org.jspecify.annotations.Nullable;

/**
 * Whose rows a transaction sees.
 *
 * @param tenant null: every tenant of the namespace
 */
public record Visibility(String namespace, @Nullable String tenant) {}
