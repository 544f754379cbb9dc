package io.flowmeter.bench.watch;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What is watched, and how often.
 *
 * @param jdbcUrl names the schema's owner, as in {@code …?user=postgres}: nothing is hidden from it
 * @param api the query API
 * @param apiKeys API keys by namespace, of all namespaces with prefix tenants
 * @param interval from the end of one poll to the beginning of the next, at least; a poll that
 *     takes long is followed by a longer rest
 * @param minuteAge after which minutes may be deleted, by append time
 */
public record WatchSettings(
        String jdbcUrl,
        URI api,
        Map<String, String> apiKeys,
        Duration interval,
        Duration minuteAge) {

    public WatchSettings {
        apiKeys = Map.copyOf(apiKeys);
    }

    /** The watch of the fault harness. */
    public static WatchSettings of(String jdbcUrl, URI api, Map<String, String> apiKeys) {
        return new WatchSettings(jdbcUrl, api, apiKeys, Duration.ofMillis(150), Duration.ofDays(2));
    }

    @Override
    public String toString() {
        return "WatchSettings[" + jdbcUrl + ", " + api + "]"; // never the keys
    }
}
