package io.flowmeter.core.event;

/**
 * A reservation whose event is in the numbers from the same transaction on: it is confirmed.
 *
 * @param id the CloudEvents attribute {@code reservation}, a UUID; it may be unknown
 */
public record UsedReservation(String namespace, String tenant, String id) {}
