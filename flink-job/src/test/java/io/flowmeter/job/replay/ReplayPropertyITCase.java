package io.flowmeter.job.replay;

import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.job.store.PostgresEpochSink;
import io.flowmeter.job.store.PostgresSettings;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * As {@link ReplayPropertyTest}, with Postgres: its tables after a disturbed reading are those that
 * the documented rules give after an undisturbed one.
 */
class ReplayPropertyITCase {

    @Property(seed = "3", tries = 20, edgeCases = EdgeCasesMode.NONE)
    void anyOrderAndAnyCutGiveTheSameNumbers(@ForAll("inAnyOrder") Scenario scenario)
            throws Exception {
        String url = EmbeddedDatabase.shared().freshDatabase();
        try (PostgresTables tables = new PostgresTables(url)) {
            Outcome disturbed = Outcome.of(scenario, sink(url), tables);

            disturbed.assertSameNumbersAs(Outcome.inMemory(scenario.undisturbed()));
        }
    }

    @Property(seed = "4", tries = 20, edgeCases = EdgeCasesMode.NONE)
    void goingBackToAnyCheckpointLeavesNoTrace(@ForAll("keyedByTenant") Scenario scenario)
            throws Exception {
        String url = EmbeddedDatabase.shared().freshDatabase();
        try (PostgresTables tables = new PostgresTables(url)) {
            Outcome disturbed = Outcome.of(scenario, sink(url), tables);

            disturbed.assertSameRowsAs(Outcome.inMemory(scenario.undisturbed()));
        }
    }

    private static PostgresEpochSink sink(String url) {
        return new PostgresEpochSink(
                new PostgresSettings(url, EmbeddedDatabase.shared().jobUser(), ""),
                "store-rows",
                0,
                SlicePolicy.DEFAULT);
    }

    @Provide
    Arbitrary<Scenario> inAnyOrder() {
        return Scenarios.inAnyOrder();
    }

    @Provide
    Arbitrary<Scenario> keyedByTenant() {
        return Scenarios.keyedByTenant();
    }
}
