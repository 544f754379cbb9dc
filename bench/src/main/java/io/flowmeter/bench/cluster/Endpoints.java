package io.flowmeter.bench.cluster;

import java.net.URI;

/**
 * Where the cluster is reached. Nobody needs a password on the database, only the API wants keys.
 *
 * @param jdbcUrl names no user
 * @param ownerUser owns the schema; row-level security does not hold for it
 * @param flink the web UI and REST API, without a slash at the end
 * @param api without a slash at the end
 */
public record Endpoints(
        String bootstrapServers, String jdbcUrl, String ownerUser, URI flink, URI api) {

    /** The Flink job writes as this one. */
    public static final String JOB_USER = "flowmeter_job";

    /** The query API reads and writes as this one. */
    public static final String API_USER = "flowmeter_api";

    static Endpoints of(Ports ports) {
        return new Endpoints(
                Ports.HOST + ":" + ports.kafka(),
                "jdbc:postgresql://" + Ports.HOST + ":" + ports.postgres() + "/flowmeter",
                "postgres",
                URI.create("http://" + Ports.HOST + ":" + ports.rest()),
                URI.create("http://" + Ports.HOST + ":" + ports.api()));
    }
}
