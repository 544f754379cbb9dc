package io.flowmeter.job;

import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.aggregate.CrossingRecords;
import io.flowmeter.job.ingest.DeadLetterRecords;
import io.flowmeter.job.store.DeadLetterSink;
import io.flowmeter.job.store.PostgresEpochSink;
import io.flowmeter.job.topic.TopicSink;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where numbers and refused events go.
 *
 * @param store exactly once: the rows of an epoch become visible together
 * @param deadLetterTable at least once: the key makes a repeat harmless
 * @param deadLetterTopic at least once: readers tell a repeat by its position
 * @param crossingTopic at least once: readers tell a repeat by its ordinal
 */
record JobSinks(
        Sink<StoreWrite> store,
        Sink<DeadLetter> deadLetterTable,
        Sink<DeadLetter> deadLetterTopic,
        Sink<ThresholdCrossing> crossingTopic) {

    /** Names the store's state in savepoints, and its epochs in Postgres. */
    static final String STORE_UID = "store-rows";

    static JobSinks of(JobConfig config) {
        return new JobSinks(
                new PostgresEpochSink(
                        config.database(), STORE_UID, config.generation(), config.slices()),
                DeadLetterSink.create(config.database()),
                TopicSink.create(
                        config.kafkaBootstrapServers(),
                        new DeadLetterRecords(config.deadLetterTopic())),
                TopicSink.create(
                        config.kafkaBootstrapServers(),
                        new CrossingRecords(config.crossingTopic())));
    }
}
