package io.flowmeter.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads settings by name and collects every problem, so that one start reports them all. */
final class Settings {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    String required(String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            problems.add(name + " is missing");
        }
        return value;
    }

    String optional(String name, String fallback) {
        return environment.getOrDefault(name, fallback);
    }

    /** The value of {@code name}, or the first line of the file named by {@code name_FILE}. */
    String secret(String name) {
        String file = environment.get(name + "_FILE");
        if (file == null) {
            return environment.getOrDefault(name, "");
        }
        try {
            return Files.readAllLines(Path.of(file)).stream().findFirst().orElse("");
        } catch (IOException e) {
            problems.add(name + "_FILE cannot be read: " + file);
            return "";
        }
    }

    /** A positive ISO 8601 duration. */
    Duration duration(String name, String fallback) {
        String value = environment.getOrDefault(name, fallback);
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Falls through to the one report of a wrong value.
        }
        problems.add(name + " must be a positive ISO 8601 duration such as PT1S, was " + value);
        return Duration.ZERO;
    }

    int wholeNumber(String name, int fallback) {
        String value = environment.getOrDefault(name, Integer.toString(fallback));
        if (value.matches("[0-9]{1,9}")) {
            return Integer.parseInt(value);
        }
        problems.add(name + " must be a whole number >= 0, was " + value);
        return fallback;
    }

    boolean flag(String name) {
        String value = environment.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(name + " must be true or false, was " + value);
        }
        return value.equals("true");
    }

    void refuse(String problem) {
        problems.add(problem);
    }

    /**
     * @throws IllegalArgumentException naming every problem found so far
     */
    void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "configuration refused:\n  - " + String.join("\n  - ", problems));
        }
    }
}
