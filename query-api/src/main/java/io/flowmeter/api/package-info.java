/**
 * The read path, the catalog and the HTTP ingest gateway. In come HTTP requests; events go out to
 * Kafka, catalog versions to Postgres, and numbers from Postgres back to whoever asks. One package
 * per resource: …Routes → …Queries (SQL) → …Response.
 */
@NullMarked
package io.flowmeter.api;

import org.jspecify.annotations.NullMarked;
