package io.flowmeter.bench.oracle;

import java.time.Duration;
import java.time.Instant;

/**
 * What to compare with what.
 *
 * @param crossingTopic the job's FLOWMETER_CROSSINGS_TOPIC
 * @param user owner of the schema: row-level security must not hide a row
 * @param deduplicationWindow the job's FLOWMETER_DEDUPLICATION_WINDOW
 * @param minuteAge the job's FLOWMETER_MINUTE_AGE
 * @param monthsSince append time from which usage counts in months that are no billing periods:
 *     when the job was upgraded from release 0.1.0, which knew none
 * @param generation the computation that is checked
 * @param readInOrder whether the job read the records of one partition in their order: it does,
 *     unless its parallelism was changed while events waited for the catalog. If false, rows that
 *     depend on that order may be there and need not be
 */
public record OracleSettings(
        String bootstrapServers,
        String eventsTopic,
        String deadLetterTopic,
        String crossingTopic,
        String jdbcUrl,
        String user,
        String password,
        Duration deduplicationWindow,
        Duration minuteAge,
        Instant monthsSince,
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
                "threshold-crossings",
                jdbcUrl,
                user,
                password,
                deduplicationWindow,
                Duration.ofDays(2),
                Instant.EPOCH,
                0,
                true);
    }

    /** The same, of a job whose parallelism was changed. */
    public OracleSettings rescaled() {
        return with(monthsSince, false);
    }

    /** The same, of a job that was upgraded from release 0.1.0. */
    public OracleSettings withMonthsSince(Instant upgradedAt) {
        return with(upgradedAt, readInOrder);
    }

    private OracleSettings with(Instant since, boolean isReadInOrder) {
        return new OracleSettings(
                bootstrapServers,
                eventsTopic,
                deadLetterTopic,
                crossingTopic,
                jdbcUrl,
                user,
                password,
                deduplicationWindow,
                minuteAge,
                since,
                generation,
                isReadInOrder);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return String.format(
                "%s on %s as %s, topics %s, %s and %s, deduplication window %s, minute age %s,"
                        + " months since %s, generation %d",
                jdbcUrl,
                bootstrapServers,
                user,
                eventsTopic,
                deadLetterTopic,
                crossingTopic,
                deduplicationWindow,
                minuteAge,
                monthsSince,
                generation);
    }
}
