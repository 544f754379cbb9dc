/**
 * OpenMeter's own routes, requests and answers (its api/openapi.yaml) over the same ingest, catalog
 * and queries, so that its SDKs work unchanged. Values are JSON numbers here, as OpenMeter has
 * them.
 */
@NullMarked
package io.flowmeter.api.openmeter;

import org.jspecify.annotations.NullMarked;
