package io.flowmeter.job;

import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.job.store.PostgresSettings;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the job, read once.
 *
 * @param deadLetterTopic takes refused events with their original bytes
 * @param crossingTopic takes crossings of thresholds
 * @param database where the catalog is read and the numbers are written, as {@code flowmeter_job}
 * @param deduplicationWindow how long an event identity is remembered, by append time
 * @param standstill how long the job may stand still without forgetting identities too early; at
 *     least the retention of the event topic
 * @param watermarkMargin by how much the clocks of brokers and task managers may differ, plus how
 *     long a record may take to be replicated; so much later is a silent partition known to be one
 * @param slices which events still reach their minute
 * @param generation the computation these numbers belong to; 0 is the live one
 * @param checkpointInterval how fresh the numbers are; null leaves it to Flink's configuration
 * @param trustRecordTimestamps take producers' timestamps for append times; for tests and replays
 *     of archived logs only, as it lets a producer choose what is late. The log must be complete
 *     before the job starts: the end of a partition is taken for silence since
 */
public record JobConfig(
        String kafkaBootstrapServers,
        String eventsTopic,
        String deadLetterTopic,
        String crossingTopic,
        String consumerGroup,
        PostgresSettings database,
        Duration deduplicationWindow,
        Duration standstill,
        Duration watermarkMargin,
        SlicePolicy slices,
        int generation,
        @Nullable Duration checkpointInterval,
        boolean trustRecordTimestamps) {

    /**
     * Reads FLOWMETER_… settings; README.md lists them.
     *
     * @throws IllegalArgumentException naming every missing or wrong setting
     */
    public static JobConfig fromEnvironment(Map<String, String> environment) {
        Settings read = new Settings(environment);
        String servers = read.required("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS");
        String url = read.required("FLOWMETER_JOB_DATABASE_URL");
        if (!url.isBlank() && !url.startsWith("jdbc:postgresql:")) {
            read.refuse("FLOWMETER_JOB_DATABASE_URL must start with jdbc:postgresql:");
        }
        String user = read.optional("FLOWMETER_JOB_DATABASE_USER", "flowmeter_job");
        String password = read.secret("FLOWMETER_JOB_DATABASE_PASSWORD");
        Duration window = read.duration("FLOWMETER_DEDUPLICATION_WINDOW", "P35D");
        Duration standstill = read.duration("FLOWMETER_STANDSTILL", "P10D");
        Duration margin = read.duration("FLOWMETER_WATERMARK_MARGIN", "PT1S");
        Duration minuteAge = read.duration("FLOWMETER_MINUTE_AGE", "PT48H");
        int generation = read.wholeNumber("FLOWMETER_GENERATION", 0);
        boolean trust = read.flag("FLOWMETER_TRUST_RECORD_TIMESTAMPS");
        Duration checkpoints =
                environment.containsKey("FLOWMETER_CHECKPOINT_INTERVAL")
                        ? read.duration("FLOWMETER_CHECKPOINT_INTERVAL", "")
                        : null;
        read.refuseProblems();
        return new JobConfig(
                servers,
                read.optional("FLOWMETER_EVENTS_TOPIC", "usage-events"),
                read.optional("FLOWMETER_DEAD_LETTER_TOPIC", "usage-events-dead-letter"),
                read.optional("FLOWMETER_CROSSINGS_TOPIC", "threshold-crossings"),
                read.optional("FLOWMETER_CONSUMER_GROUP", "flowmeter-job"),
                new PostgresSettings(url, user, password),
                window,
                standstill,
                margin,
                new SlicePolicy(minuteAge),
                generation,
                checkpoints,
                trust);
    }
}
