package io.flowmeter.bench.load;

/** What one record, event or request of the load is meant to be, for the report. */
public enum LoadKind {
    /** Plain usage of a few seconds ago, in structured mode. */
    USAGE,
    /** The same in binary mode. */
    BINARY_MODE,
    /** Plain usage through the API instead of Kafka. */
    API_EVENT,
    /** An event the API itself refuses, between good ones. */
    API_REFUSED_EVENT,
    /** Values of up to 38 digits, 18 of them after the point, of either sign. */
    MANY_DIGITS,
    /** A type no meter counts. */
    UNMATCHED,
    /** A type whose only meter filters the event out. */
    FILTERED,
    /** One meter can count it, another cannot. */
    PARTIAL,
    /** No namespace named: the default one, which has no meters. */
    DEFAULT_NAMESPACE,
    /** Several events at the same millisecond, in any order of their ids. */
    EQUAL_TIME,
    /** Up to ten minutes late. */
    OUT_OF_ORDER,
    /** Hours late, still in its minute. */
    LATE_HOURS,
    /** Days late, in its quarter-hour only; or about 48 hours, on either side of that border. */
    LATE_DAYS,
    /** Later than its namespace allows, or within a second of the border. */
    TOO_LATE,
    /** A few minutes ahead of the clock, as is allowed. */
    AHEAD,
    /** More than five minutes ahead. */
    IN_FUTURE,
    /** From a producer whose clock is a year ahead. */
    YEAR_AHEAD,
    /** On, or one millisecond before, the beginning of a day or month. */
    BOUNDARY,
    /** About to leave a rolling window. */
    AGED,
    /** Around the hour at which the clocks of the tenant's zone were last changed. */
    CLOCK_CHANGE,
    /** A copy right behind the original. */
    DUPLICATE_AT_ONCE,
    /** A copy some seconds later. */
    DUPLICATE_LATER,
    /** A copy after more than the deduplication window, which counts again. */
    DUPLICATE_BEYOND_WINDOW,
    /** A second event of one identity with other content. */
    CONFLICT,
    /** A third one. */
    CONFLICT_THREE_COPIES,
    /** A conflicting copy with another key, so in another partition. */
    CONFLICT_OTHER_PARTITION,
    /** A void of an event sent before. */
    VOID,
    /** A void, then the event it concerns. */
    VOID_FIRST,
    /** A void of an event that was never sent. */
    VOID_UNKNOWN,
    /** A second void, or a repeated one, of an event voided before. */
    VOID_AGAIN,
    /** A void in another partition than its target. */
    VOID_OTHER_PARTITION,
    /** A void that does not say what of. */
    VOID_MALFORMED,
    /** A replacement of an event sent before. */
    REPLACEMENT,
    /** A replacement of an event replaced before. */
    REPLACEMENT_AGAIN,
    /** The next number of a prefix tenant. */
    PREFIX,
    /** The same number again, right behind it. */
    PREFIX_DUPLICATE,
    /** Plain usage on the partition that is nearly always silent. */
    QUIET_PARTITION,
    POISON_NOT_JSON,
    POISON_TRUNCATED,
    POISON_WRONG_UTF8,
    POISON_EMPTY,
    POISON_TOMBSTONE,
    POISON_MISSING_ATTRIBUTE,
    POISON_WRONG_TYPE,
    POISON_BAD_TIME,
    POISON_HUGE_NUMBER,
    POISON_TOO_MANY_DIGITS,
    POISON_VALUE_MISSING,
    POISON_LONG_VALUE,
    POISON_UNKNOWN_NAMESPACE,
    POISON_LONG_ID,
    POISON_HALF_SURROGATE,
    POISON_DEEP_NESTING,
    POISON_BIG,
    POISON_BINARY,
    METER_CREATED,
    METER_CHANGED,
    METER_ARCHIVED,
    TENANT_CREATED,
    TENANT_CHANGED,
    /** The limits of a plan, drawn anew. */
    PLAN_CHANGED,
    /** A tenant's limits of its own, or none, or the plan taken away. */
    SUBSCRIPTION_CHANGED,
    /** The whole load was silent for some seconds. */
    PAUSE
}
