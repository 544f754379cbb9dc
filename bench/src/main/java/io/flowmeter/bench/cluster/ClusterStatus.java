package io.flowmeter.bench.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster does, for people.
 *
 * @param lines one per service
 * @param job a sentence
 */
record ClusterStatus(List<Line> lines, String job, boolean isWell) {

    private static final String FORMAT = "%-14s %-13s %-8s %-24s %s%n";

    static ClusterStatus of(ClusterParts parts) {
        List<Line> lines = new ArrayList<>();
        for (Service service : parts.services()) {
            lines.add(Line.of(service, parts.address(service)));
        }
        JobState state = parts.job().state();
        boolean isWell =
                state == JobState.RUNNING
                        && lines.stream().allMatch(line -> line.state().equals("answers"));
        return new ClusterStatus(lines, job(parts, state), isWell);
    }

    String text() {
        var text = new StringBuilder();
        text.append(String.format(FORMAT, "service", "state", "pid", "address", "log"));
        for (Line line : lines) {
            text.append(
                    String.format(
                            FORMAT,
                            line.name(),
                            line.state(),
                            line.pid(),
                            line.address(),
                            line.log()));
        }
        return text.append(job).append(System.lineSeparator()).toString();
    }

    private static String job(ClusterParts parts, JobState state) {
        if (state == JobState.UNKNOWN) {
            return "job: none known";
        }
        MeteringJob job = parts.job();
        return String.format(
                "job %s: %s, parallelism %d, %d restarts, latest checkpoint %s, %s",
                job.id(),
                state,
                job.parallelism(),
                job.restarts(),
                job.latestCheckpoint().map(String::valueOf).orElse("none"),
                freshness(parts.endpoints())
                        .map(lag -> "numbers " + lag.toSeconds() + " s old")
                        .orElse("no numbers"));
    }

    /** How long ago the events were appended up to which all are counted. */
    private static Optional<Duration> freshness(Endpoints endpoints) {
        try (Connection owner =
                        DriverManager.getConnection(
                                endpoints.jdbcUrl() + "?loginTimeout=5&socketTimeout=10",
                                endpoints.ownerUser(),
                                "");
                var statement = owner.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                SELECT (extract(epoch FROM clock_timestamp()
                                            - nullif(min(watermark), 'epoch')) * 1000)::bigint
                                  FROM job_progress
                                """)) {
            row.next();
            long lagMillis = row.getLong(1);
            return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(lagMillis));
        } catch (SQLException e) {
            return Optional.empty(); // its line says that Postgres does not answer
        }
    }

    /**
     * @param pid empty where there is no process
     */
    record Line(String name, String state, String pid, String address, String log) {

        static Line of(Service service, String address) {
            Optional<LinuxProcess> process = service.process();
            String state = "down";
            if (process.isPresent()) {
                state = service.answers() ? "answers" : "no answer";
            }
            return new Line(
                    service.name(),
                    state,
                    process.map(found -> String.valueOf(found.pid())).orElse(""),
                    address,
                    service.log().toString());
        }
    }
}
