package io.flowmeter.quickstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratedDatasetTest {

    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final GeneratedDataset LOAD =
            new GeneratedDataset("generated-1", 10_000, 10, 7, START, Duration.ofMillis(2));

    @Test
    void sameEventsComeEachTime() {
        assertThat(events(LOAD)).isEqualTo(events(LOAD)).hasSize(10_000);
    }

    @Test
    void identitiesAreUnique() {
        assertThat(events(LOAD)).extracting(SampleEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void timesGoOnStepByStep() {
        var events = events(LOAD);

        assertThat(events.get(0).time()).isEqualTo(START);
        assertThat(events.get(9_999).time()).isEqualTo(START.plusMillis(2 * 9_999));
    }

    @Test
    void firstTenantSendsAboutTwiceWhatTheSecondSends() {
        var perTenant =
                events(LOAD).stream()
                        .collect(Collectors.groupingBy(SampleEvent::tenant, Collectors.counting()));

        assertThat(perTenant).hasSize(10);
        double ratio = 1.0 * perTenant.get("tenant-00001") / perTenant.get("tenant-00002");
        assertThat(ratio).isBetween(1.8, 2.2);
    }

    @Test
    void bothEventTypesOccurAndUsersBelongToOneTenant() {
        var events = events(LOAD);

        assertThat(events.stream().collect(Collectors.groupingBy(SampleEvent::type)))
                .containsOnlyKeys("api.request", "storage.sample");
        assertThat(events)
                .filteredOn(event -> event.type().equals("api.request"))
                .allMatch(event -> event.data().get("user").toString().startsWith(event.tenant()));
    }

    private static List<SampleEvent> events(Dataset dataset) {
        List<SampleEvent> events = new ArrayList<>();
        dataset.forEach(events::add);
        return events;
    }
}
