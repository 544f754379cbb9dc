/**
 * Who asks. In comes a request with an API key; out goes the {@code Caller} with its namespace, its
 * tenant if the key is bound to one, and its scopes; or a 401 or 403 problem.
 */
@NullMarked
package io.flowmeter.api.auth;

import org.jspecify.annotations.NullMarked;
