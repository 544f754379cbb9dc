package io.flowmeter.quickstart;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The variables of the quickstart's own environment that the API is given: how to send e-mail. */
final class SmtpSettings {

    private static final List<String> NAMES =
            List.of("FLOWMETER_SMTP_URL", "FLOWMETER_SMTP_URL_FILE", "FLOWMETER_SMTP_FROM");

    private SmtpSettings() {}

    /** Those that are set. */
    static Map<String, String> in(Map<String, String> environment) {
        return NAMES.stream()
                .filter(environment::containsKey)
                .collect(Collectors.toMap(name -> name, environment::get));
    }
}
