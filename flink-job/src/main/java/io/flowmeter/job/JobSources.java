package io.flowmeter.job;

import io.flowmeter.job.catalog.CatalogDatabase;
import io.flowmeter.job.catalog.CatalogSource;
import io.flowmeter.job.catalog.CatalogUpdate;
import io.flowmeter.job.ingest.RawEvent;
import io.flowmeter.job.ingest.RawEventDeserializer;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Where events and catalog come from. */
record JobSources(Source<RawEvent, ?, ?> events, Source<CatalogUpdate, ?, ?> catalog) {

    /**
     * Kafka and Postgres. Offsets live in checkpoints, and those committed to Kafka only show the
     * lag: a job that starts without state must read the log from its beginning, or its numbers
     * would lack what the lost state held.
     */
    static JobSources of(JobConfig config) {
        KafkaSource<RawEvent> events =
                KafkaSource.<RawEvent>builder()
                        .setBootstrapServers(config.kafkaBootstrapServers())
                        .setTopics(config.eventsTopic())
                        .setGroupId(config.consumerGroup())
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setDeserializer(new RawEventDeserializer(config.trustRecordTimestamps()))
                        .setProperty("partition.discovery.interval.ms", "10000")
                        .build();
        return new JobSources(
                events,
                new CatalogSource(
                        new CatalogDatabase(
                                config.database().jdbcUrl(),
                                config.database().user(),
                                config.database().password())));
    }
}
