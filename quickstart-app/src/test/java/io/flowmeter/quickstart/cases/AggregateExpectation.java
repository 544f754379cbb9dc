package io.flowmeter.quickstart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks every field that an aggregate case expects; a field it does not know fails the test. */
final class AggregateExpectation {
    private static final Set<String> ABOUT_OTHERS = Set.of("priced_at_10_eur_cents_total");

    private final CaseMeter meter;
    private final JsonNode query;
    private final JsonNode expected;

    AggregateExpectation(CaseMeter meter, MeteringCase wanted) {
        this.meter = meter;
        this.query = wanted.query();
        this.expected = wanted.expected();
    }

    void check() throws IOException, InterruptedException {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "total" -> assertQuantity(total(null, null), value);
                case "count" -> assertThat(meter.eventCount()).isEqualTo(value.asLong());
                case "dead_lettered" -> assertThat(meter.deadLetters()).isEqualTo(value.asLong());
                case "before_split" ->
                        assertQuantity(total(null, query.get("split_at").asText()), value);
                case "after_split" ->
                        assertQuantity(total(query.get("split_at").asText(), null), value);
                case "rows" -> assertRows(value);
                case "groups" -> assertGroups(value);
                case "row_count" -> assertThat(meter.query(windows())).hasSize(value.asInt());
                case "rows_each" ->
                        meter.query(windows())
                                .forEach(row -> assertQuantity(row.get("value"), value));
                case "window_hours" -> assertWindowHours(value);
                case "same_for_every_replay_order" -> assertThat(value.asBoolean()).isTrue();
                default -> assertThat(ABOUT_OTHERS).contains(field.getKey());
            }
        }
    }

    private JsonNode total(@Nullable String from, @Nullable String to)
            throws IOException, InterruptedException {
        JsonNode data = meter.query(bounds(from, to));
        assertThat(data).hasSize(1);
        return data.get(0).get("value");
    }

    private void assertRows(JsonNode rows) throws IOException, InterruptedException {
        Map<Instant, BigDecimal> actual = new TreeMap<>();
        meter.query(windows())
                .forEach(
                        row ->
                                actual.put(
                                        Instant.parse(row.get("windowStart").asText()),
                                        new BigDecimal(row.get("value").textValue())));
        Map<Instant, BigDecimal> wanted = new TreeMap<>();
        rows.properties()
                .forEach(
                        row ->
                                wanted.put(
                                        Instant.parse(row.getKey()),
                                        new BigDecimal(row.getValue().asText())));
        assertThat(actual).usingRecursiveComparison().isEqualTo(wanted);
    }

    private void assertGroups(JsonNode groups) throws IOException, InterruptedException {
        StringBuilder parameters = new StringBuilder(bounds(null, null)).append("&groupBy=subject");
        query.path("subjects")
                .forEach(
                        subject ->
                                parameters
                                        .append("&subject=")
                                        .append(meter.tenant(subject.asText())));
        Map<String, String> actual = new TreeMap<>();
        meter.query(parameters.toString())
                .forEach(
                        row ->
                                actual.put(
                                        meter.plainSubject(row.get("subject").asText()),
                                        row.get("value").asText()));
        Map<String, String> wanted = new TreeMap<>();
        groups.properties().forEach(group -> wanted.put(group.getKey(), group.getValue().asText()));
        assertThat(actual).isEqualTo(wanted);
    }

    private void assertWindowHours(JsonNode hours) throws IOException, InterruptedException {
        JsonNode data = meter.query(windows());
        ZoneId zone = ZoneId.of(query.get("tz").asText());
        int found = 0;
        for (JsonNode row : data) {
            Instant start = Instant.parse(row.get("windowStart").asText());
            JsonNode wanted = hours.get(start.atZone(zone).toLocalDate().toString());
            if (wanted != null) {
                Duration length =
                        Duration.between(start, Instant.parse(row.get("windowEnd").asText()));
                assertThat(length).hasHours(wanted.asLong());
                found++;
            }
        }
        assertThat(found).isEqualTo(hours.size());
    }

    private String windows() {
        return bounds(null, null)
                + "&windowSize="
                + query.get("window").asText()
                + "&windowTimeZone="
                + query.get("tz").asText();
    }

    private String bounds(@Nullable String from, @Nullable String to) {
        StringBuilder bounds =
                new StringBuilder("from=")
                        .append(utc(from == null ? query.get("from").asText() : from));
        bounds.append("&to=").append(utc(to == null ? query.get("to").asText() : to));
        query.path("filter")
                .properties()
                .forEach(
                        filter ->
                                bounds.append("&filter[")
                                        .append(filter.getKey())
                                        .append("]=")
                                        .append(filter.getValue().asText()));
        return bounds.toString();
    }

    private static Instant utc(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    private static void assertQuantity(JsonNode actual, JsonNode wanted) {
        if (wanted.isNull()) {
            assertThat(actual.isNull()).as("null wanted, was " + actual).isTrue();
        } else {
            assertThat(actual.isTextual()).as("decimal string wanted, was " + actual).isTrue();
            assertThat(new BigDecimal(actual.textValue())).isEqualByComparingTo(wanted.asText());
        }
    }
}
