package io.flowmeter.bench.oracle;

import java.time.Instant;

/** The job has not read the whole log, so the tables cannot be compared yet: wait and try again. */
public final class JobBehindException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    JobBehindException(Instant completeBefore, LogRecord last) {
        super(
                "the job must have read the whole log: its tables hold what was appended before "
                        + completeBefore
                        + " (min(job_progress.watermark)), but "
                        + last.position()
                        + " was appended at "
                        + Instant.ofEpochMilli(last.appendMillis())
                        + ": wait for the job, and stop the producers");
    }
}
