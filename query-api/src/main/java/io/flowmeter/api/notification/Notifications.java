package io.flowmeter.api.notification;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes what is to be told. The caller's transaction decides: if it rolls back, nobody is told, and
 * once it has committed, everybody is, whatever ends before that is done.
 */
public final class Notifications {

    private final List<NotificationChannel> channels;
    private final Clock clock;

    public Notifications(List<NotificationChannel> channels, Clock clock) {
        this.channels = List.copyOf(channels);
        this.clock = clock;
    }

    /**
     * Stores a notification and its deliveries, unless the same was published before.
     *
     * @param handle a transaction that may write rows of the namespace, and of the notice's tenant
     * @return the notification; empty if there is one of the same tenant, kind and dedupe key
     */
    public Optional<Notification> publish(Handle handle, String namespace, Notice notice) {
        Optional<Notification> stored =
                NotificationQueries.insert(
                        handle, namespace, notice, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        stored.ifPresent(
                notification ->
                        channels.forEach(
                                channel -> channel.enqueue(handle, namespace, notification)));
        return stored;
    }
}
