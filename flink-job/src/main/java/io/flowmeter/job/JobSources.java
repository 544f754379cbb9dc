package io.flowmeter.job;

import io.flowmeter.job.catalog.CatalogDatabase;
import io.flowmeter.job.catalog.CatalogSource;
import io.flowmeter.job.catalog.CatalogUpdate;
import io.flowmeter.job.ingest.RawEvent;
import io.flowmeter.job.ingest.RawEventDeserializer;
import io.flowmeter.job.ingest.UsageEventSource;
import org.apache.flink.api.connector.source.Source;

/** Where events and catalog come from. */
record JobSources(Source<RawEvent, ?, ?> events, Source<CatalogUpdate, ?, ?> catalog) {

    /**
     * Kafka and Postgres. A job that starts without state must read the log from its beginning, or
     * its numbers would lack what the lost state held.
     */
    static JobSources of(JobConfig config) {
        UsageEventSource events =
                UsageEventSource.of(
                        config.kafkaBootstrapServers(),
                        config.eventsTopic(),
                        config.consumerGroup(),
                        new RawEventDeserializer(config.trustRecordTimestamps()),
                        config.watermarkMargin());
        return new JobSources(
                events,
                new CatalogSource(
                        new CatalogDatabase(
                                config.database().jdbcUrl(),
                                config.database().user(),
                                config.database().password())));
    }
}
