package io.flowmeter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitChangesTest {
    private static final LoadSettings SETTINGS = LoadSettings.of(7);
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void limitsOfAllSubscribersChangeAndOfNobodyElse() {
        TenantRoster roster = new TenantRoster(SETTINGS);
        Set<String> expected = new HashSet<>();
        roster.subscribers()
                .forEach(tenant -> expected.add(CatalogChanges.path(tenant) + "/subscription"));

        Set<String> changed = new HashSet<>();
        for (LoadStep.Ask request : requests(100_000)) {
            if (request.path().endsWith("/subscription")) {
                changed.add(request.path());
            }
        }

        assertThat(changed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(roster.subscribers()).doesNotContainAnyElementsOf(roster.prefixTenants());
    }

    @Test
    void allPlansChangeAndAreTakenAway() {
        List<LoadStep.Ask> requests = requests(100_000);

        for (LoadLimits plan : LoadLimits.values()) {
            assertThat(
                            requests.stream()
                                    .filter(request -> request.path().equals(plan.path()))
                                    .map(LoadStep.Ask::body)
                                    .distinct())
                    .hasSizeGreaterThan(1);
        }
        assertThat(requests).anyMatch(request -> request.body().contains("\"plan\":null"));
    }

    @Test
    void tenantWhoseUsageLeavesTheWindowsSoonKeepsItsPlan() {
        LoadTenant rolling = new TenantRoster(SETTINGS).rolling();

        assertThat(requests(300_000))
                .filteredOn(
                        request ->
                                request.path()
                                        .equals(CatalogChanges.path(rolling) + "/subscription"))
                .hasSizeGreaterThan(10)
                .allMatch(request -> request.body().contains("\"plan\":\"rolling\""));
    }

    private static List<LoadStep.Ask> requests(int steps) {
        List<LoadStep.Ask> requests = new ArrayList<>();
        var sequence = new LoadSequence(SETTINGS);
        var performer =
                new LoadStep.Performer() {
                    @Override
                    public void append(LoadRecord record) {}

                    @Override
                    public void ask(LoadStep.Ask request) {
                        requests.add(request);
                    }

                    @Override
                    public void rest(Duration time) {}
                };
        for (int i = 0; i < steps; i++) {
            sequence.next(START.plusMillis(i)).with(performer);
        }
        return requests;
    }
}
