package io.flowmeter.job.replay;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Any order of reading a log, any interruption of it, and any copies in it give the tables of one
 * undisturbed reading. The samples are the same in every build, so that a failure is the change's;
 * {@code -Djqwik.tries.default=20000} goes on to as many others.
 */
class ReplayPropertyTest {

    /** Partitions are read in any order, and a restart may change the parallelism. */
    @Property(seed = "1", edgeCases = EdgeCasesMode.NONE)
    void anyOrderAndAnyCutGiveTheSameNumbers(@ForAll("inAnyOrder") Scenario scenario)
            throws Exception {
        Outcome undisturbed = Outcome.inMemory(scenario.undisturbed());

        Outcome disturbed = Outcome.inMemory(scenario);

        disturbed.assertSameNumbersAs(undisturbed);
    }

    /**
     * The rows of an older checkpoint reach the revisions already stored, also where the records
     * are read in another order then.
     */
    @Property(seed = "3", edgeCases = EdgeCasesMode.NONE)
    void goingBackGivesTheSameNumbersInAnyOrder(@ForAll("inAnyOrderGoingBack") Scenario scenario)
            throws Exception {
        Outcome undisturbed = Outcome.inMemory(scenario.undisturbed());

        Outcome disturbed = Outcome.inMemory(scenario);

        disturbed.assertSameNumbersAs(undisturbed);
    }

    /** Where the order of an identity's records is kept, not even revisions differ. */
    @Property(seed = "2", edgeCases = EdgeCasesMode.NONE)
    void goingBackToAnyCheckpointLeavesNoTrace(@ForAll("keyedByTenant") Scenario scenario)
            throws Exception {
        Outcome undisturbed = Outcome.inMemory(scenario.undisturbed());

        Outcome disturbed = Outcome.inMemory(scenario);

        disturbed.assertSameRowsAs(undisturbed);
    }

    @Provide
    Arbitrary<Scenario> inAnyOrder() {
        return Scenarios.inAnyOrder();
    }

    @Provide
    Arbitrary<Scenario> inAnyOrderGoingBack() {
        return Scenarios.inAnyOrderGoingBack();
    }

    @Provide
    Arbitrary<Scenario> keyedByTenant() {
        return Scenarios.keyedByTenant();
    }
}
