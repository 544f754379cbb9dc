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
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class LoadSequenceTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final LoadSettings SETTINGS = LoadSettings.of(7);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void oneSeedGivesOneSequence() {
        List<Integer> first = fingerprints(7);

        assertThat(fingerprints(7)).isEqualTo(first);
        assertThat(fingerprints(8)).isNotEqualTo(first);
    }

    @Test
    void theClockDecidesNothingButTimes() {
        List<LoadKind> later = kinds(START.plus(Duration.ofDays(99)), 50_000);

        assertThat(later).isEqualTo(kinds(START, 50_000));
    }

    @Test
    void everyKindOccurs() {
        Set<LoadKind> seen = EnumSet.noneOf(LoadKind.class);
        seen.addAll(kinds(START, 100_000));

        assertThat(seen).containsExactlyInAnyOrder(LoadKind.values());
    }

    @Test
    void whatIsNoPoisonIsAnEventOfTheTenantOfItsKey() {
        eachRecord(
                50_000,
                record -> {
                    if (record.kind().name().startsWith("POISON")) {
                        return;
                    }
                    JsonNode json = json(record);
                    String tenant = record.headers().get("ce_subject");
                    if (tenant == null) {
                        assertThat(json.path("id").asText()).isNotEmpty();
                        assertThat(json.path("data").isObject()).isTrue();
                        tenant = json.path("subject").asText();
                    }
                    boolean isOfKey =
                            Arrays.equals(tenant.getBytes(StandardCharsets.UTF_8), record.key());
                    assertThat(isOfKey).isNotEqualTo(isElsewhere(record));
                });
    }

    @Test
    void theLastPartitionIsNearlyAlwaysSilent() {
        Map<Integer, Integer> perPartition = new HashMap<>();
        eachRecord(100_000, record -> perPartition.merge(partition(record), 1, Integer::sum));

        assertThat(perPartition.get(3)).isBetween(2, 40);
        assertThat(perPartition.get(2)).isBetween(1_000, 20_000);
        assertThat(perPartition.get(0)).isGreaterThan(40_000);
    }

    @Test
    void prefixTenantsCountInOrder() {
        Map<LoadTenant, Long> latest = new HashMap<>();
        Map<LoadTenant, Instant> times = new HashMap<>();
        eachRecord(
                50_000,
                record -> {
                    PrefixTick tick = record.tick();
                    if (tick != null && tick.isCopy()) {
                        assertThat(latest.get(tick.tenant())).isEqualTo(tick.number());
                    } else if (tick != null) {
                        assertThat(tick.number())
                                .isEqualTo(latest.getOrDefault(tick.tenant(), 0L) + 1);
                        assertThat(time(record))
                                .isAfter(times.getOrDefault(tick.tenant(), Instant.EPOCH));
                        latest.put(tick.tenant(), tick.number());
                        times.put(tick.tenant(), time(record));
                    }
                });

        assertThat(latest).hasSize(5);
    }

    private static Instant time(LoadRecord record) {
        String binary = record.headers().get("ce_time");
        return Instant.parse(binary == null ? json(record).path("time").asText() : binary);
    }

    private static boolean isElsewhere(LoadRecord record) {
        return record.kind().name().endsWith("_OTHER_PARTITION");
    }

    private static int partition(LoadRecord record) {
        return BuiltInPartitioner.partitionForKey(record.key(), SETTINGS.partitions());
    }

    private static List<Integer> fingerprints(long seed) {
        List<Integer> fingerprints = new ArrayList<>();
        play(
                LoadSettings.of(seed),
                START,
                20_000,
                new Watcher() {
                    @Override
                    public void append(LoadRecord record) {
                        super.append(record);
                        fingerprints.add(Arrays.hashCode(record.key()));
                        fingerprints.add(Arrays.hashCode(record.value()));
                        fingerprints.add(record.headers().hashCode());
                    }

                    @Override
                    public void ask(LoadStep.Ask request) {
                        fingerprints.add(request.hashCode());
                    }

                    @Override
                    public void rest(Duration time) {
                        fingerprints.add(time.hashCode());
                    }
                });
        return fingerprints;
    }

    private static List<LoadKind> kinds(Instant start, int count) {
        Watcher watcher = new Watcher();
        play(SETTINGS, start, count, watcher);
        return watcher.kinds;
    }

    private static void play(
            LoadSettings settings, Instant start, int count, LoadStep.Performer performer) {
        LoadSequence sequence = new LoadSequence(settings);
        for (int i = 0; i < count; i++) {
            long millis = i * 1_000L / settings.eventsPerSecond();
            sequence.next(start.plusMillis(millis)).with(performer);
        }
    }

    private static void eachRecord(int count, Consumer<LoadRecord> check) {
        play(
                SETTINGS,
                START,
                count,
                new Watcher() {
                    @Override
                    public void append(LoadRecord record) {
                        check.accept(record);
                    }
                });
    }

    private static JsonNode json(LoadRecord record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(record.kind() + " must be valid JSON", e);
        }
    }

    /** Keeps what kinds the steps are of. */
    private static class Watcher implements LoadStep.Performer {
        private final List<LoadKind> kinds = new ArrayList<>();

        @Override
        public void append(LoadRecord record) {
            kinds.add(record.kind());
        }

        @Override
        public void ask(LoadStep.Ask request) {
            kinds.addAll(request.kinds());
        }

        @Override
        public void rest(Duration time) {
            kinds.add(LoadKind.PAUSE);
        }
    }
}
