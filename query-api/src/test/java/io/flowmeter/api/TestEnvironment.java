package io.flowmeter.api;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.util.Map;

/** The variables FLOWMETER_… of an API in a test. */
final class TestEnvironment {

    private TestEnvironment() {}

    static Map<String, String> of(String databaseUrl, String bootstrapServers, String topic) {
        return Map.of(
                "FLOWMETER_API_PORT",
                "0",
                "FLOWMETER_API_DATABASE_URL",
                databaseUrl,
                "FLOWMETER_API_DATABASE_USER",
                EmbeddedDatabase.shared().apiUser(),
                "FLOWMETER_API_DATABASE_PASSWORD",
                "",
                "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "FLOWMETER_EVENTS_TOPIC",
                topic);
    }
}
