package io.flowmeter.quickstart;

import io.flowmeter.embedded.SchemaMigration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowmeter migrate}: brings a Postgres database to this version's schema. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = FlowmeterVersion.class,
        description = "Brings a Postgres database to the schema of this version.",
        footer = {
            "",
            "Environment:",
            "  FLOWMETER_OWNER_DATABASE_URL       jdbc:postgresql://host:port/database",
            "  FLOWMETER_OWNER_DATABASE_USER      owner of the schema; creates roles at first",
            "  FLOWMETER_OWNER_DATABASE_PASSWORD  may be empty, but must be set"
        })
final class MigrateCommand implements Callable<Integer> {

    private static final String URL = "FLOWMETER_OWNER_DATABASE_URL";
    private static final String USER = "FLOWMETER_OWNER_DATABASE_USER";
    private static final String PASSWORD = "FLOWMETER_OWNER_DATABASE_PASSWORD";

    private final Map<String, String> environment;

    @Spec private @Nullable CommandSpec spec;

    MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        requireConfigured();
        String url = environment.get(URL);
        try {
            int applied =
                    SchemaMigration.migrate(url, environment.get(USER), environment.get(PASSWORD));
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getOut()
                    .printf("migrated: %d new migrations applied%n", applied);
            return 0;
        } catch (FlywayException e) {
            throw new IllegalStateException("could not migrate: " + e.getMessage(), e);
        }
    }

    private void requireConfigured() {
        var missing =
                Stream.of(URL, USER, PASSWORD)
                        .filter(name -> !environment.containsKey(name))
                        .toList();
        if (!missing.isEmpty()) {
            throw new RefusedStartException("migrate needs " + String.join(", ", missing));
        }
    }
}
