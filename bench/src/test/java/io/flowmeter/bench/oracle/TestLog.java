package io.flowmeter.bench.oracle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A log and a catalog made by hand. Append times are seconds after {@link #START}; the window of
 * deduplication is a minute; the namespace {@code default} allows a day of lateness.
 */
final class TestLog {
    static final Instant START = Instant.parse("2026-03-10T10:00:00Z");
    static final OracleSettings SETTINGS =
            OracleSettings.of("none:0", "jdbc:none", "nobody", "", Duration.ofMinutes(1));

    private final List<LogRecord> records = new ArrayList<>();
    private final List<Versions.Change> catalog = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private OracleSettings settings = SETTINGS;

    TestLog() {
        catalog("default", "NAMESPACE", "default", 1, "{'allowedLatenessSeconds':86400}");
    }

    TestLog rescaled() {
        settings = settings.rescaled();
        return this;
    }

    /** A version recorded long before {@link #START}. */
    TestLog catalog(String namespace, String entity, String key, int version, String payload) {
        return catalog(namespace, entity, key, version, payload, Instant.EPOCH);
    }

    TestLog catalog(
            String namespace,
            String entity,
            String key,
            int version,
            String payload,
            Instant recordedAt) {
        catalog.add(
                new Versions.Change(
                        namespace,
                        entity,
                        key,
                        version,
                        Objects.requireNonNull(Snapshot.json(quoted(payload))),
                        recordedAt));
        return this;
    }

    /** A meter of {@code $.n} of events of type {@code call}; more members may say otherwise. */
    TestLog meter(String key, String aggregation, String more) {
        boolean isDefault = !aggregation.equals("COUNT") && !more.contains("valueProperty");
        return catalog(
                "default",
                "METER",
                key,
                1,
                (isDefault ? "{'valueProperty':'$.n'," : "{")
                        + String.format("'eventType':'call','aggregation':'%s',", aggregation)
                        + (more.isEmpty() ? "" : more + ",")
                        + "'maxDimensionSets':2,'effectiveFrom':'2000-01-01T00:00:00Z',"
                        + "'archived':false}");
    }

    /** An event of tenant acme and source src: its data, where and when it was appended. */
    TestLog event(int partition, long second, String id, String time, String data) {
        return raw(
                partition,
                second,
                String.format(
                        "{'specversion':'1.0','subject':'acme','source':'src','id':'%s','type':'call',"
                                + "'time':'%s','data':%s}",
                        id, time, data));
    }

    /** An event that happened at {@link #START}. */
    TestLog event(int partition, long second, String id, int n) {
        return event(partition, second, id, START.toString(), "{'n':" + n + "}");
    }

    /** A void by the source fixer; other members of its data may follow. */
    TestLog correction(int partition, long second, String id, String target, String more) {
        return raw(
                partition,
                second,
                String.format(
                        "{'specversion':'1.0','subject':'acme','source':'fixer','id':'%s',"
                                + "'type':'flowmeter.void','time':'%s','data':{'source':'src','id':'%s'%s}}",
                        id, START, target, more));
    }

    static String replacedBy(int n) {
        return ",'event':{'type':'call','time':'" + START + "','data':{'n':" + n + "}}";
    }

    TestLog raw(int partition, long second, String json) {
        return raw(partition, second, quoted(json).getBytes(StandardCharsets.UTF_8), Map.of());
    }

    TestLog raw(int partition, long second, byte[] value, Map<String, String> headers) {
        records.add(
                new LogRecord(
                        "usage-events",
                        partition,
                        offsets.merge(partition, 1L, Long::sum) - 1,
                        START.plusSeconds(second).toEpochMilli(),
                        "acme".getBytes(StandardCharsets.UTF_8),
                        value,
                        headers));
        return this;
    }

    List<LogRecord> records() {
        List<LogRecord> sorted = new ArrayList<>(records);
        sorted.sort(LogRecord.APPEND_ORDER);
        return sorted;
    }

    Expectation expectation() {
        return Expectation.of(records(), catalog, settings);
    }

    /** The one identity's outcome. */
    Outcome outcome() {
        return expectation().outcomes().get(0);
    }

    /** The rows of a window of acme: {@code "2 events, 7"}, and the last event's id if told. */
    Optional<String> aggregate(String meter, String granularity, String start) {
        return aggregate(meter, granularity, start, "");
    }

    Optional<String> aggregate(String meter, String granularity, String start, String dimensions) {
        List<Aggregate.Live> lives = new ArrayList<>();
        boolean isKnown = false;
        String aggregation = "";
        List<Outcome> outcomes = expectation().outcomes();
        for (Outcome outcome : outcomes) {
            for (Usage usage : outcome.possible) {
                for (Contribution one : usage.contributions()) {
                    boolean isInside =
                            one.meter().equals(meter)
                                    && (dimensions.isEmpty()
                                            || one.dimensions().equals(quoted(dimensions)))
                                    && Place.of(usage).stream()
                                            .anyMatch(place -> isAt(place, granularity, start));
                    isKnown |= isInside;
                    if (isInside) {
                        aggregation = one.aggregation();
                        outcome.counted.stream()
                                .filter(usage::equals)
                                .forEach(live -> lives.add(new Aggregate.Live(live, one)));
                    }
                }
            }
        }
        return isKnown ? Optional.of(text(Aggregate.of(aggregation, lives))) : Optional.empty();
    }

    /** Reasons of all letters in append order; partial ones with a star. */
    List<String> letters() {
        return expectation().letters().stream()
                .sorted(Comparator.comparing(Letter::record, LogRecord.APPEND_ORDER))
                .map(letter -> letter.reason() + (letter.isPartial() ? "*" : ""))
                .toList();
    }

    /** JSON of a text that has apostrophes for quotation marks, and backticks for apostrophes. */
    static String quoted(String json) {
        return json.replace('\'', '"').replace('`', '\'');
    }

    private static boolean isAt(Place place, String granularity, String start) {
        return place.granularity().equals(granularity)
                && place.span().startMillis() == Instant.parse(start).toEpochMilli();
    }

    private static String text(Aggregate aggregate) {
        var quantity = aggregate.quantity();
        var last = aggregate.last();
        return aggregate.eventCount()
                + " events, "
                + (quantity == null ? "none" : quantity.toPlainString())
                + (last == null ? "" : " by " + last.usage().eventId());
    }
}
