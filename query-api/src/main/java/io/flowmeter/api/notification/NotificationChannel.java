package io.flowmeter.api.notification;

import org.jdbi.v3.core.Handle;

/** A way notifications go out; it stores what is to be sent, and sends it later. */
public interface NotificationChannel {

    /** Stores the deliveries of a new notification, in the transaction that stores it. */
    void enqueue(Handle handle, String namespace, Notification notification);
}
