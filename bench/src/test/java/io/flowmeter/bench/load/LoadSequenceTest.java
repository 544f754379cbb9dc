package io.flowmeter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class LoadSequenceTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final LoadSettings SETTINGS = LoadSettings.of(7);
    private static final int EVERY_KIND_BY = 150_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void oneSeedGivesOneSequence() {
        List<String> first = texts(new LoadSequence(SETTINGS), 20_000);
        List<String> again = texts(new LoadSequence(SETTINGS), 20_000);
        List<String> other = texts(new LoadSequence(LoadSettings.of(8)), 20_000);

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void theClockDecidesNothingButTimes() {
        List<LoadKind> now = kinds(new LoadSequence(SETTINGS), START, 50_000);
        List<LoadKind> later =
                kinds(new LoadSequence(SETTINGS), START.plus(Duration.ofDays(99)), 50_000);

        assertThat(later).isEqualTo(now);
    }

    @Test
    void everyKindOccurs() {
        Set<LoadKind> seen = EnumSet.noneOf(LoadKind.class);
        seen.addAll(kinds(new LoadSequence(SETTINGS), START, EVERY_KIND_BY));

        assertThat(seen).containsExactlyInAnyOrder(LoadKind.values());
    }

    @Test
    void eventsThatAreMeantToBeReadAreValidJson() throws IOException {
        for (LoadRecord record : records(new LoadSequence(SETTINGS), 50_000)) {
            if (!record.kind().name().startsWith("POISON")) {
                JsonNode json = JSON.readTree(record.value());

                assertThat(json.isObject()).as("%s %s", record.kind(), json).isTrue();
                if (!record.headers().containsKey("ce_id")) {
                    assertThat(json.path("id").asText()).isNotEmpty();
                    assertThat(json.path("subject").asText().getBytes(StandardCharsets.UTF_8))
                            .as("the tenant of %s", json)
                            .matches(
                                    key -> isElsewhere(record) || Arrays.equals(key, record.key()));
                }
            }
        }
    }

    @Test
    void theLastPartitionIsNearlyAlwaysSilent() {
        Map<Integer, Integer> perPartition = new HashMap<>();
        for (LoadRecord record : records(new LoadSequence(SETTINGS), 100_000)) {
            perPartition.merge(partition(record), 1, Integer::sum);
        }

        assertThat(perPartition.get(3)).isBetween(2, 40);
        assertThat(perPartition.get(2)).isBetween(1_000, 20_000);
        assertThat(perPartition.get(0)).isGreaterThan(40_000);
        assertThat(perPartition.get(1)).isGreaterThan(15_000);
    }

    @Test
    void prefixTenantsCountInOrder() throws IOException {
        Map<LoadTenant, Long> latest = new HashMap<>();
        Map<LoadTenant, Instant> times = new HashMap<>();
        for (LoadRecord record : records(new LoadSequence(SETTINGS), 50_000)) {
            PrefixTick tick = record.tick();
            if (tick != null && tick.isCopy()) {
                assertThat(latest.get(tick.tenant())).isEqualTo(tick.number());
            } else if (tick != null) {
                long before = latest.getOrDefault(tick.tenant(), 0L);
                assertThat(tick.number()).isEqualTo(before + 1);
                latest.put(tick.tenant(), tick.number());
                Instant time = time(record);
                assertThat(time).isAfter(times.getOrDefault(tick.tenant(), Instant.EPOCH));
                times.put(tick.tenant(), time);
            }
        }

        assertThat(latest).hasSize(5);
    }

    private static Instant time(LoadRecord record) throws IOException {
        String binary = record.headers().get("ce_time");
        return Instant.parse(
                binary == null ? JSON.readTree(record.value()).path("time").asText() : binary);
    }

    private static boolean isElsewhere(LoadRecord record) {
        return record.kind() == LoadKind.VOID_OTHER_PARTITION
                || record.kind() == LoadKind.CONFLICT_OTHER_PARTITION;
    }

    private static int partition(LoadRecord record) {
        return BuiltInPartitioner.partitionForKey(record.key(), SETTINGS.partitions());
    }

    private static List<LoadStep> steps(LoadSequence sequence, Instant start, int count) {
        List<LoadStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(sequence.next(start.plusMillis(i * 1_000L / SETTINGS.eventsPerSecond())));
        }
        return steps;
    }

    private static List<String> texts(LoadSequence sequence, int count) {
        return steps(sequence, START, count).stream().map(LoadSequenceTest::text).toList();
    }

    private static String text(LoadStep step) {
        Written written = new Written();
        step.with(written);
        return written.text.toString();
    }

    private static List<LoadKind> kinds(LoadSequence sequence, Instant start, int count) {
        Written written = new Written();
        steps(sequence, start, count).forEach(step -> step.with(written));
        return written.kinds;
    }

    private static List<LoadRecord> records(LoadSequence sequence, int count) {
        Written written = new Written();
        steps(sequence, START, count).forEach(step -> step.with(written));
        return written.records;
    }

    /** Keeps what steps would do. */
    private static final class Written implements LoadStep.Performer {
        private final StringBuilder text = new StringBuilder();
        private final List<LoadKind> kinds = new ArrayList<>();
        private final List<LoadRecord> records = new ArrayList<>();

        @Override
        public void append(LoadRecord record) {
            kinds.add(record.kind());
            records.add(record);
            text.append(record.kind()).append(record.headers());
            text.append(Arrays.toString(record.key())).append(Arrays.toString(record.value()));
        }

        @Override
        public void ask(LoadStep.Ask request) {
            kinds.addAll(request.kinds());
            text.append(request);
        }

        @Override
        public void rest(Duration time) {
            kinds.add(LoadKind.PAUSE);
            text.append(time);
        }
    }
}
