package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.job.catalog.CatalogChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventAdmissionTest {
    private static final long NOON = 1_772_366_400_000L; // 2026-03-01T12:00:00Z

    private final Catalog catalog = new Catalog();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<EventCount> verdicts = new ArrayList<>();

    @BeforeEach
    void createNamespace() {
        change("NAMESPACE", "shop", "{\"allowedLatenessSeconds\":3024000}");
    }

    @Test
    void reasonOfARefusalByAllIsThatOfTheFirstMeterByName() {
        // "meter a1: …" stands before "meter a: …".
        maximum("a", "$.level");
        maximum("a1", "$.text");

        admit("shop", "2026-03-01T12:00:00Z", "{\"text\":\"many\"}");

        assertThat(letters).extracting(DeadLetter::reason).containsExactly("VALUE_MISSING");
        assertThat(letters.get(0).detail())
                .startsWith("meter a: $.level is missing")
                .contains("; meter a1: $.text: value must be");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-03-01T12:00:00Z, {}, UNKNOWN_NAMESPACE",
        "yesterday, {}, BAD_TIME",
        "2026-03-01T12:00:00Z, 17, UNPARSABLE"
    })
    void namespacesThatDoNotExistShareOneCountWhateverElseIsWrong(
            String time, String data, String reason) {
        admit("invented-1", time, data);

        assertThat(verdicts).containsExactly(new EventCount("", "DEAD_LETTER", reason, 1, 1));
        assertThat(letters).extracting(DeadLetter::namespace).containsExactly("invented-1");
    }

    @Test
    void refusalIsCountedInANamespaceThatExists() {
        admit("shop", "yesterday", "{}");

        assertThat(verdicts)
                .containsExactly(new EventCount("shop", "DEAD_LETTER", "BAD_TIME", 1, 1));
    }

    private void maximum(String key, String property) {
        change(
                "METER",
                key,
                "{\"eventType\":\"call\",\"aggregation\":\"MAX\",\"valueProperty\":\""
                        + property
                        + "\",\"filter\":[],\"groupBy\":{},\"maxDimensionSets\":10,"
                        + "\"effectiveFrom\":\"2026-01-01T00:00:00Z\",\"archived\":false}");
    }

    private void change(String entity, String key, String payload) {
        new CatalogChange(1, "shop", entity, key, 1, payload, 0).addTo(catalog);
    }

    private void admit(String namespace, String time, String data) {
        String json =
                String.format(
                        "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"web\",\"type\":\"call\","
                                + "\"subject\":\"acme\",\"namespace\":\"%s\",\"time\":\"%s\","
                                + "\"data\":%s}",
                        namespace, time, data);
        RawEvent raw =
                new RawEvent(
                        new LogPosition("usage-events", 0, 0),
                        NOON,
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        "{}");
        new EventAdmission(catalog, SlicePolicy.DEFAULT).admit(raw, new Recorded());
    }

    private final class Recorded implements EventAdmission.Outputs {
        @Override
        public void admitted(IdentityRecord record) {
            throw new AssertionError("must be refused, was " + record);
        }

        @Override
        public void refused(DeadLetter letter) {
            letters.add(letter);
        }

        @Override
        public void decided(EventCount verdict) {
            verdicts.add(verdict);
        }
    }
}
