/**
 * The ingest gateway. In come usage events over HTTP; out go structured CloudEvents to the log, an
 * answer once the log has them, and a reason for each one refused. Later verdicts are the job's;
 * their counts are read back here.
 */
@NullMarked
package io.flowmeter.api.event;

import org.jspecify.annotations.NullMarked;
