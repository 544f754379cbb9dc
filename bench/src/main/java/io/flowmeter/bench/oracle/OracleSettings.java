package io.flowmeter.bench.oracle;

import java.time.Duration;

/**
 * What to compare with what.
 *
 * @param user owner of the schema: row-level security must not hide a row
 * @param deduplicationWindow the job's FLOWMETER_DEDUPLICATION_WINDOW
 * @param minuteAge the job's FLOWMETER_MINUTE_AGE
 * @param generation the computation that is checked
 * @param readInOrder whether the job read the records of one partition in their order: it does,
 *     unless its parallelism was changed while events waited for the catalog. If false, rows that
 *     depend on that order may be there and need not be
 */
public record OracleSettings(
        String bootstrapServers,
        String eventsTopic,
        String deadLetterTopic,
        String jdbcUrl,
        String user,
        String password,
        Duration deduplicationWindow,
        Duration minuteAge,
        int generation,
        boolean readInOrder) {

    /** A job with default settings, but for its window of deduplication. */
    public static OracleSettings of(
            String bootstrapServers,
            String jdbcUrl,
            String user,
            String password,
            Duration deduplicationWindow) {
        return new OracleSettings(
                bootstrapServers,
                "usage-events",
                "usage-events-dead-letter",
                jdbcUrl,
                user,
                password,
                deduplicationWindow,
                Duration.ofDays(2),
                0,
                true);
    }

    /** The same, of a job whose parallelism was changed. */
    public OracleSettings rescaled() {
        return new OracleSettings(
                bootstrapServers,
                eventsTopic,
                deadLetterTopic,
                jdbcUrl,
                user,
                password,
                deduplicationWindow,
                minuteAge,
                generation,
                false);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return String.format(
                "%s on %s as %s, topics %s and %s, deduplication window %s, minute age %s,"
                        + " generation %d",
                jdbcUrl,
                bootstrapServers,
                user,
                eventsTopic,
                deadLetterTopic,
                deduplicationWindow,
                minuteAge,
                generation);
    }
}
