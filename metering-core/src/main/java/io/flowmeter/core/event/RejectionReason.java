package io.flowmeter.core.event;

/**
 * Why a usage event was refused. The names are stable: they are stored in {@code
 * dead_letter.reason}, counted in {@code event_count.detail} and answered by the API as {@code
 * code}.
 */
public enum RejectionReason {
    /**
     * Not one JSON object (bad syntax, a duplicate name, trailing text), or {@code data} is not an
     * object.
     */
    UNPARSABLE,
    /**
     * {@code specversion}, {@code id}, {@code source}, {@code type}, {@code subject} or {@code
     * time} is absent.
     */
    MISSING_ATTRIBUTE,
    /**
     * An attribute has the wrong type, is empty, too long, or not a supported {@code specversion}.
     */
    INVALID_ATTRIBUTE,
    /** {@code time} is not an RFC 3339 date-time of the years 1970 to 9999. */
    BAD_TIME,
    /** Append time minus event time exceeds the namespace's allowed lateness. */
    TOO_LATE,
    /** Event time is more than five minutes after append time. */
    IN_FUTURE,
    /** The meter's value property is absent or null. */
    VALUE_MISSING,
    /** The meter's value property is neither a JSON number nor a numeric string. */
    VALUE_NOT_A_NUMBER,
    /** The number has more than 38 digits, or more than 18 of them after the point. */
    VALUE_OUT_OF_RANGE,
    /** A dimension or UNIQUE_COUNT value is longer than 256 characters. */
    VALUE_TOO_LONG,
    /** The event is larger than 64 KiB. */
    TOO_LARGE,
    /** The event names a namespace that did not exist when it was appended. */
    UNKNOWN_NAMESPACE,
    /** A void or replacement names no event accepted within the deduplication window. */
    VOID_TARGET_UNKNOWN
}
