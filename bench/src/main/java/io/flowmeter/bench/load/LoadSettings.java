package io.flowmeter.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load is.
 *
 * @param seed decides everything that is sent, and its order
 * @param eventsPerSecond how much is sent while nothing holds it up; at least 1
 * @param tenants tenants from the beginning on; more are created on the way. At least 20
 * @param partitions of the event topic; the last is nearly always silent, the one before it for
 *     minutes. At least 4
 * @param topic the event topic
 * @param webhooks where notifications are posted to; null: nowhere
 */
public record LoadSettings(
        long seed,
        int eventsPerSecond,
        int tenants,
        int partitions,
        String topic,
        @Nullable URI webhooks) {

    /** Allowed lateness in the strict namespace. */
    public static final Duration STRICT_LATENESS = Duration.ofDays(2);

    public LoadSettings {
        requireAtLeast(1, eventsPerSecond, "eventsPerSecond");
        requireAtLeast(20, tenants, "tenants");
        requireAtLeast(4, partitions, "partitions");
    }

    /** The load of the fault harness. */
    public static LoadSettings of(long seed) {
        return new LoadSettings(seed, 300, 40, 4, "usage-events", null);
    }

    public LoadSettings withEventsPerSecond(int rate) {
        return new LoadSettings(seed, rate, tenants, partitions, topic, webhooks);
    }

    /** The same, with webhook endpoints below a URL. */
    public LoadSettings withWebhooks(URI receiver) {
        return new LoadSettings(seed, eventsPerSecond, tenants, partitions, topic, receiver);
    }

    /** The namespace in which nothing is too late. */
    public String openNamespace() {
        return "load-" + seed + "-open";
    }

    /** The namespace that allows {@link #STRICT_LATENESS}. */
    public String strictNamespace() {
        return "load-" + seed + "-strict";
    }

    List<String> namespaces() {
        return List.of(openNamespace(), strictNamespace());
    }

    /** How many steps are meant to take so long. */
    long stepsIn(Duration time) {
        return Math.max(1, time.toMillis() * eventsPerSecond / 1_000);
    }

    private static void requireAtLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", was " + value);
        }
    }
}
