package io.flowmeter.job.store;

import java.io.Serializable;

/**
 * Where the tables are and who writes them. Parameters of the URL win over the sink's own, so
 * {@code ?socketTimeout=120} is how an operator changes a timeout.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param user a role with the rights of {@code flowmeter_job}
 * @param password empty where Postgres asks for none
 */
public record PostgresSettings(String jdbcUrl, String user, String password)
        implements Serializable {

    public PostgresSettings {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "jdbcUrl must start with jdbc:postgresql:, was " + withoutParameters(jdbcUrl));
        }
    }

    /** Names neither the password nor the URL's parameters, which may hold one. */
    @Override
    public String toString() {
        return user + "@" + withoutParameters(jdbcUrl);
    }

    private static String withoutParameters(String url) {
        var question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }
}
