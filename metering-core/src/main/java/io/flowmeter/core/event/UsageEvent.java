package io.flowmeter.core.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a usage event: an immutable fact from a producer, shaped as CloudEvents 1.0
 * (github.com/cloudevents/spec, v1.0.2). Its {@code data} stays with whoever parsed it.
 *
 * @param namespace owner of the meters; the extension attribute {@code namespace}, {@code default}
 *     if absent
 * @param tenant the billed account; the attribute {@code subject}
 * @param source the producer
 * @param id unique within the source
 * @param type selects the meters, by their event type
 * @param eventTime when the usage happened (UTC), to the millisecond; finer digits are cut off
 */
public record UsageEvent(
        String namespace, String tenant, String source, String id, String type, Instant eventTime) {

    /** The namespace of an event that names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    /** The event type that retracts an accepted event. */
    public static final String VOID_TYPE = "flowmeter.void";

    /** Longest accepted event, in bytes of its value. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Longest accepted attribute, in characters. */
    public static final int MAX_ATTRIBUTE_LENGTH = 256;

    private static final Set<String> SPEC_VERSIONS = Set.of("1.0");
    private static final String EXAMPLE = "such as 2026-03-01T00:00:00.123Z";
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * Checks the attributes as they were sent; null stands for an absent one.
     *
     * @throws RejectedEventException MISSING_ATTRIBUTE, INVALID_ATTRIBUTE or BAD_TIME, naming the
     *     attribute
     */
    public static UsageEvent fromAttributes(
            @Nullable String specVersion,
            @Nullable String namespace,
            @Nullable String subject,
            @Nullable String source,
            @Nullable String id,
            @Nullable String type,
            @Nullable String time)
            throws RejectedEventException {
        String version = required("specversion", specVersion);
        if (!SPEC_VERSIONS.contains(version)) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "specversion must be \"1.0\", was \"" + version + "\"");
        }
        return new UsageEvent(
                namespace == null ? DEFAULT_NAMESPACE : required("namespace", namespace),
                required("subject", subject),
                required("source", source),
                required("id", id),
                required("type", type),
                eventTime(required("time", time)));
    }

    /** What copies of this event share. */
    public EventIdentity identity() {
        return new EventIdentity(namespace, tenant, source, id);
    }

    /**
     * Reads an RFC 3339 date-time, cut to the millisecond: finer digits, however many, carry
     * nothing.
     *
     * @throws RejectedEventException BAD_TIME
     */
    public static Instant eventTime(String time) throws RejectedEventException {
        Instant instant =
                Rfc3339.find(time)
                        .orElseThrow(
                                () -> badTime("must be an RFC 3339 date-time, " + EXAMPLE, time))
                        .truncatedTo(ChronoUnit.MILLIS);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw badTime("must lie between years 1970 and 9999", time);
        }
        return instant;
    }

    private static RejectedEventException badTime(String expected, String time) {
        return new RejectedEventException(
                RejectionReason.BAD_TIME,
                "time " + expected + ", was \"" + abbreviated(time) + "\"");
    }

    private static String required(String name, @Nullable String value)
            throws RejectedEventException {
        if (value == null) {
            throw new RejectedEventException(
                    RejectionReason.MISSING_ATTRIBUTE, "attribute " + name + " is missing");
        }
        if (value.isBlank()) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE, "attribute " + name + " must not be empty");
        }
        if (value.length() > MAX_ATTRIBUTE_LENGTH) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "attribute "
                            + name
                            + " must have at most "
                            + MAX_ATTRIBUTE_LENGTH
                            + " characters, had "
                            + value.length());
        }
        Optional<String> flaw = StorableText.flawOf(value);
        if (flaw.isPresent()) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE, "attribute " + name + " " + flaw.get());
        }
        return value;
    }

    private static String abbreviated(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
