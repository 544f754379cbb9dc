package io.flowmeter.bench.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code flink run -d}: Flink's own command line, in a process of its own. */
final class JobSubmission {

    private static final Pattern SUBMITTED =
            Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

    private final Home home;
    private final Layout layout;
    private final Map<String, String> environment = new HashMap<>();

    JobSubmission(Home home, Layout layout, Endpoints endpoints, ClusterSettings settings) {
        this.home = home;
        this.layout = layout;
        environment.put(
                "FLINK_CONF_DIR", layout.configuration(FlinkServices.JOB_MANAGER).toString());
        environment.put("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS", endpoints.bootstrapServers());
        environment.put("FLOWMETER_JOB_DATABASE_URL", endpoints.jdbcUrl());
        environment.put("FLOWMETER_JOB_DATABASE_USER", Endpoints.JOB_USER);
        environment.put("FLOWMETER_JOB_DATABASE_PASSWORD", "");
        environment.put("FLOWMETER_CHECKPOINT_INTERVAL", settings.checkpointInterval().toString());
        environment.put(
                "FLOWMETER_DEDUPLICATION_WINDOW", settings.deduplicationWindow().toString());
    }

    /**
     * Submits the job; that it then fails, for example to restore, shows in its state.
     *
     * @param restoreFrom a checkpoint or savepoint
     * @param claim whether it then belongs to the job, which deletes it when it has newer ones
     * @return the job's id
     */
    String run(int parallelism, Optional<String> restoreFrom, boolean claim) {
        List<String> arguments = new ArrayList<>(List.of("run", "--detached"));
        arguments.addAll(List.of("--parallelism", String.valueOf(parallelism)));
        restoreFrom.ifPresent(
                path -> {
                    arguments.addAll(List.of("--fromSavepoint", path));
                    arguments.addAll(List.of("--claimMode", claim ? "CLAIM" : "NO_CLAIM"));
                });
        arguments.add(home.jobJar().toString());
        var command =
                new JavaCommand(home.flinkClassPath(), "org.apache.flink.client.cli.CliFrontend")
                        .options(FlinkModules.OPTIONS)
                        .options(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"))
                        .logging(layout.loggingConfiguration(), layout.log("flink-run"))
                        .arguments(arguments);
        return parseId(Commands.run(command.words(), environment));
    }

    static String parseId(String output) {
        Matcher submitted = SUBMITTED.matcher(output);
        if (!submitted.find()) {
            throw new IllegalStateException("flink run named no job: " + output.strip());
        }
        return submitted.group(1);
    }
}
