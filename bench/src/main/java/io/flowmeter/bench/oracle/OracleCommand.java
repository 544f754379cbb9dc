package io.flowmeter.bench.oracle;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code oracle}: compares once and says so; exit code 1 if any row differs, 2 if the job is
 * behind.
 */
@Command(
        name = "oracle",
        mixinStandardHelpOptions = true,
        description = "Compares the tables, row for row, with what the event log says.")
public final class OracleCommand implements Callable<Integer> {

    @Option(names = "--bootstrap", required = true, description = "Kafka, host:port.")
    private String bootstrapServers = "";

    @Option(names = "--jdbc", required = true, description = "Postgres, jdbc:postgresql://….")
    private String jdbcUrl = "";

    @Option(names = "--user", defaultValue = "postgres", description = "The schema's owner.")
    private String user = "";

    @Option(names = "--password", defaultValue = "", description = "Empty by default.")
    private String password = "";

    @Option(
            names = "--deduplication-window",
            defaultValue = "P35D",
            description = "The job's FLOWMETER_DEDUPLICATION_WINDOW.")
    private Duration deduplicationWindow = Duration.ofDays(35);

    @Option(
            names = "--upgraded-at",
            defaultValue = "1970-01-01T00:00:00Z",
            description = "When the job was upgraded from 0.1.0, which counted no months.")
    private Instant upgradedAt = Instant.EPOCH;

    @Option(names = "--rescaled", description = "The job's parallelism was changed.")
    private boolean rescaled;

    public static void main(String[] args) {
        System.exit(new CommandLine(new OracleCommand()).execute(args));
    }

    @Override
    public Integer call() throws SQLException {
        OracleSettings settings =
                OracleSettings.of(bootstrapServers, jdbcUrl, user, password, deduplicationWindow)
                        .withMonthsSince(upgradedAt);
        try {
            Comparison comparison = Oracle.compare(rescaled ? settings.rescaled() : settings);
            System.out.println(comparison);
            return comparison.isEqual() ? 0 : 1;
        } catch (JobBehindException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }
}
