package io.flowmeter.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.CorrectionAudit;
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
 * the documented rules give after an undisturbed one. The seed is one whose samples soon find a
 * missing marker and a missing guard.
 */
class ReplayPropertyITCase {

    /**
     * Without the key that makes a repeated audit row harmless, only the epochs' markers do: a
     * commit that comes again after a crash must find them.
     */
    @Property(seed = "11", tries = 20, edgeCases = EdgeCasesMode.NONE)
    void anyOrderAndAnyCutGiveTheSameNumbers(@ForAll("inAnyOrder") Scenario scenario)
            throws Exception {
        String url = EmbeddedDatabase.shared().freshDatabase();
        try (PostgresTables tables = new PostgresTables(url)) {
            tables.dropKeyOfAudits();

            Outcome disturbed = Outcome.of(scenario, sink(url), tables);

            assertThat(tables.audits())
                    .extracting(CorrectionAudit::position)
                    .as(scenario.toString())
                    .doesNotHaveDuplicates();
            disturbed.assertSameNumbersAs(Outcome.inMemory(scenario.undisturbed()));
        }
    }

    @Property(seed = "11", tries = 20, edgeCases = EdgeCasesMode.NONE)
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
