package io.flowmeter.api.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the numbers are: every event appended before {@code asOf} is in them.
 *
 * @param asOf null: no job has stored anything yet
 * @param lagSeconds from {@code asOf} to now; null exactly if {@code asOf} is
 */
public record Progress(@Nullable Instant asOf, @Nullable Long lagSeconds) {

    public static Progress read(Handle handle, Clock clock) {
        return handle.createQuery(
                        """
                        SELECT nullif(min(watermark), 'epoch') AS as_of FROM job_progress
                        """)
                .map((row, context) -> of(Rows.instantOrNull(row, "as_of"), clock))
                .one();
    }

    /** As of an instant that was read with other rows. */
    public static Progress of(@Nullable Instant asOf, Clock clock) {
        if (asOf == null) {
            return new Progress(null, null);
        }
        return new Progress(asOf, Math.max(0, Duration.between(asOf, clock.instant()).toSeconds()));
    }
}
