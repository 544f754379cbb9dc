package io.flowmeter.embedded;

import org.flywaydb.core.Flyway;

/** Brings a Postgres database, embedded or not, to the schema this version of Flowmeter needs. */
public final class SchemaMigration {

    private static final String LOCATION = "classpath:io/flowmeter/sql";

    private SchemaMigration() {}

    /**
     * Applies the migrations the database does not have yet; none is an ordinary answer. Several
     * processes may call this at once: Flyway lets one of them work and the others wait.
     *
     * @param user owner of the schema; on an empty server it must be allowed to create roles
     * @return number of migrations applied
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached, a migration
     *     fails, or an applied one differs from the file of the same version
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        return Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(jdbcUrl, user, password)
                .locations(LOCATION)
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
