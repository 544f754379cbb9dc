package io.flowmeter.bench.entitlement;

import io.flowmeter.api.ApiConfig;
import io.flowmeter.api.QueryApi;
import io.flowmeter.bench.measure.Goal;
import io.flowmeter.bench.measure.Measured;
import io.flowmeter.bench.measure.Round;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the API over a Postgres of its own, both on this machine, and measures every kind of
 * question in turn. Kafka is not needed: nothing is published.
 *
 * @param directory of Postgres' data; it must not exist
 * @param checks how many checks to measure, without and with reservation
 * @param queries how many batch queries to measure
 * @param rounds how often all of it
 */
record EntitlementLoad(
        Path directory, SeededTenants seeded, int checks, int queries, int rounds, long seed) {

    /** So that the JVM has compiled what is measured, and Postgres has its pages in memory. */
    private static final int WARM_UP = 5;

    private static final List<Goal> CHECK = List.of(Goal.of(99, Duration.ofMillis(5)));
    private static final List<Goal> QUERY = List.of(Goal.of(99, Duration.ofMillis(250)));
    private static final String NO_KAFKA = "127.0.0.1:9";

    List<Measured> measure() throws IOException, SQLException, InterruptedException {
        try (var database = EmbeddedDatabase.start(directory, 0)) {
            seeded.insertInto(database);
            try (var api = QueryApi.start(config(database), Clock.systemUTC())) {
                var questions = new Questions(api.port(), seeded, seed);
                return List.of(
                        measure(questions, "check", CHECK, questions::check, checks),
                        measure(
                                questions,
                                "check with reservation",
                                List.of(),
                                questions::reserve,
                                checks),
                        measure(
                                questions,
                                "query of %d tenants × %d meters"
                                        .formatted(
                                                Math.min(100, seeded.tenants()),
                                                Math.min(100, seeded.meters())),
                                QUERY,
                                questions::query,
                                queries));
            }
        }
    }

    private Measured measure(
            Questions questions,
            String what,
            List<Goal> goals,
            Questions.Question question,
            int times)
            throws IOException, InterruptedException {
        questions.ask(question, Math.max(1, times / WARM_UP));
        List<Round> measured = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            measured.add(questions.ask(question, times));
        }
        return new Measured(what, goals, measured);
    }

    private static ApiConfig config(EmbeddedDatabase database) {
        return ApiConfig.fromEnvironment(
                Map.of(
                        "FLOWMETER_API_PORT",
                        "0",
                        "FLOWMETER_API_DATABASE_URL",
                        database.jdbcUrl(),
                        "FLOWMETER_API_DATABASE_USER",
                        database.apiUser(),
                        "FLOWMETER_API_DATABASE_PASSWORD",
                        "",
                        "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS",
                        NO_KAFKA));
    }
}
