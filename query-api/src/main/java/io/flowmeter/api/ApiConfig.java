package io.flowmeter.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything the query API is told from outside, read once from its environment.
 *
 * @param port 0 for a free one
 * @param databaseUrl JDBC URL of Postgres
 * @param databasePassword may be empty; never printed
 * @param kafkaBootstrapServers {@code host:port}, separated by commas
 * @param eventsTopic where accepted usage events go
 * @param readyLag the API is ready while its numbers are at most this old
 * @param staleAfter limits answer as their {@code whenStale} says while its numbers are older
 * @param notifications how people are told
 */
public record ApiConfig(
        String host,
        int port,
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        String kafkaBootstrapServers,
        String eventsTopic,
        Duration readyLag,
        Duration staleAfter,
        NotificationConfig notifications) {

    /**
     * Reads the variables FLOWMETER_….
     *
     * @throws IllegalArgumentException naming every variable that is wrong or missing
     */
    public static ApiConfig fromEnvironment(Map<String, String> environment) {
        var reader = new Reader(environment);
        var config =
                new ApiConfig(
                        reader.text("FLOWMETER_API_HOST", "127.0.0.1"),
                        reader.port("FLOWMETER_API_PORT", 8080),
                        reader.databaseUrl("FLOWMETER_API_DATABASE_URL"),
                        reader.text("FLOWMETER_API_DATABASE_USER", "flowmeter_api"),
                        reader.password("FLOWMETER_API_DATABASE_PASSWORD"),
                        reader.required("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS"),
                        reader.text("FLOWMETER_EVENTS_TOPIC", "usage-events"),
                        reader.duration("FLOWMETER_READY_LAG", "PT30S"),
                        reader.duration("FLOWMETER_STALE_AFTER", "PT60S"),
                        NotificationConfig.read(environment, reader.problems));
        if (!reader.problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the query API is not configured: " + String.join("; ", reader.problems));
        }
        return config;
    }

    /** Everything but what may hold a secret: the password, and parameters of the URL. */
    @Override
    public String toString() {
        return "ApiConfig[host="
                + host
                + ", port="
                + port
                + ", databaseUrl="
                + databaseUrl.replaceFirst("//[^/@]*@", "//…@").replaceFirst("\\?.*", "?…")
                + ", databaseUser="
                + databaseUser
                + ", databasePassword=…"
                + ", kafkaBootstrapServers="
                + kafkaBootstrapServers
                + ", eventsTopic="
                + eventsTopic
                + ", readyLag="
                + readyLag
                + ", staleAfter="
                + staleAfter
                + ", notifications="
                + notifications
                + "]";
    }

    /** Reads variables and collects what is wrong with them. */
    private static final class Reader {

        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        String text(String name, String otherwise) {
            String value = environment.getOrDefault(name, "");
            return value.isBlank() ? otherwise : value.strip();
        }

        String required(String name) {
            String value = text(name, "");
            if (value.isEmpty()) {
                problems.add(name + " is missing");
            }
            return value;
        }

        String databaseUrl(String name) {
            String value = required(name);
            if (!value.isEmpty() && !value.startsWith("jdbc:postgresql:")) {
                problems.add(name + " must start with jdbc:postgresql:"); // it may hold a secret
            }
            return value;
        }

        int port(String name, int otherwise) {
            String value = text(name, String.valueOf(otherwise));
            if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
                return Integer.parseInt(value);
            }
            problems.add(name + " must be a port from 0 to 65535, was \"" + value + "\"");
            return otherwise;
        }

        Duration duration(String name, String otherwise) {
            String value = text(name, otherwise);
            try {
                Duration duration = Duration.parse(value);
                if (!duration.isNegative() && !duration.isZero()) {
                    return duration;
                }
                problems.add(name + " must be longer than nothing, was \"" + value + "\"");
            } catch (DateTimeParseException e) {
                problems.add(name + " must be a duration such as PT30S, was \"" + value + "\"");
            }
            return Duration.parse(otherwise);
        }

        String password(String name) {
            String file = text(name + "_FILE", "");
            boolean isGiven = environment.containsKey(name);
            if (isGiven && !file.isEmpty()) {
                problems.add("set " + name + " or " + name + "_FILE, not both");
            } else if (!isGiven && file.isEmpty()) {
                problems.add(name + " or " + name + "_FILE is missing (it may be empty)");
            } else if (!file.isEmpty()) {
                return contentOf(name + "_FILE", file);
            }
            return environment.getOrDefault(name, "");
        }

        private String contentOf(String name, String file) {
            try {
                return Files.readString(Path.of(file)).stripTrailing();
            } catch (IOException | InvalidPathException e) {
                problems.add(name + " cannot be read: " + e);
                return "";
            }
        }
    }
}
