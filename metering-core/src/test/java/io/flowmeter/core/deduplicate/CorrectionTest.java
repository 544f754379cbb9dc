package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.WINDOW;
import static io.flowmeter.core.deduplicate.IdentityLog.copy;
import static io.flowmeter.core.deduplicate.IdentityLog.reading;
import static io.flowmeter.core.deduplicate.IdentityLog.replacing;
import static io.flowmeter.core.deduplicate.IdentityLog.usage;
import static io.flowmeter.core.deduplicate.IdentityLog.voiding;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.Verdict;
import org.junit.jupiter.api.Test;

class CorrectionTest {

    @Test
    void voidTakesTheEventBack() {
        IdentityLog log = reading(copy("3 tokens", 0), voiding("v1", 5));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        assertThat(log.applied()).hasSize(1);
        assertThatCounts(log);
    }

    @Test
    void copyAfterAVoidStaysVoided() {
        IdentityLog log = reading(copy("3 tokens", 0), voiding("v1", 5), copy("3 tokens", 6));

        assertThatCounts(log);
    }

    @Test
    void replacementCountsInsteadAndTheLastOneRules() {
        IdentityLog log =
                reading(
                        copy("3 tokens", 0),
                        replacing("v2", "7 tokens", 6),
                        replacing("v1", "5 tokens", 5));

        assertThatCounts(log, usage("7 tokens", 6));
    }

    @Test
    void eventIsVoidableUntilExactlyOneWindowAfterItsLastCopy() {
        IdentityLog inside = reading(copy("3 tokens", 0), voiding("v1", WINDOW));
        IdentityLog outside = reading(copy("3 tokens", 0), voiding("v1", WINDOW + 1));
        outside.complete(Long.MAX_VALUE);

        assertThatCounts(inside);
        assertThat(outside.refused()).extracting(DeadLetter::detail).containsExactly("v1");
        assertThatCounts(outside, usage("3 tokens", 0));
    }

    @Test
    void voidAppendedWithItsTargetAppliesAndOneAppendedBeforeDoesNot() {
        IdentityLog with = reading(copy("3 tokens", 5), voiding("v1", 5));
        IdentityLog before = reading(copy("3 tokens", 5), voiding("v1", 4));
        before.complete(4);

        assertThatCounts(with);
        assertThat(before.refused()).hasSize(1);
        assertThatCounts(before, usage("3 tokens", 5));
    }

    @Test
    void voidReadBeforeItsTargetWaitsForIt() {
        IdentityLog log = reading(voiding("v1", 5));

        assertThat(log.verdicts()).isEmpty();
        assertThat(log.history().isPending()).isTrue();

        log.read(copy("3 tokens", 0));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        assertThat(log.history().isPending()).isFalse();
        assertThatCounts(log);
    }

    @Test
    void voidWithoutATargetIsRefusedOnceEverythingBeforeItIsRead() {
        IdentityLog log = reading(voiding("v1", 5));

        assertThat(log.complete(4).refused()).isEmpty();
        assertThat(log.complete(5).refused()).hasSize(1);
        assertThat(log.verdicts()).containsExactly(Verdict.DEAD_LETTER);
        assertThat(log.history().isEmpty()).isTrue();
    }

    @Test
    void everyVoidWithoutATargetIsRefusedAlsoARepeatedOne() {
        IdentityLog together = reading(voiding("v1", 5), voiding("v1", 6)).complete(6);
        IdentityLog apart =
                reading(voiding("v1", 5)).complete(5).read(voiding("v1", 6)).complete(6);

        assertThat(together.refused()).hasSize(2).isEqualTo(apart.refused());
    }

    @Test
    void repeatedVoidIsADuplicateAndChangesNothing() {
        IdentityLog log =
                reading(
                        copy("3 tokens", 0),
                        voiding("v1", 4),
                        replacing("v2", "7 tokens", 5),
                        voiding("v1", 6));

        assertThat(log.verdicts()).endsWith(Verdict.DUPLICATE);
        assertThat(log.applied()).hasSize(2);
        assertThatCounts(log, usage("7 tokens", 5));
    }

    @Test
    void voidRepeatedWithOtherContentIsAConflictAndTheFirstCounts() {
        IdentityLog asAppended =
                reading(copy("3 tokens", 0), voiding("v1", 4), replacing("v1", "7 tokens", 5));
        IdentityLog backwards =
                reading(replacing("v1", "7 tokens", 5), voiding("v1", 4), copy("3 tokens", 0));

        assertThat(asAppended.verdicts())
                .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.CONFLICT);
        assertThat(backwards.verdicts())
                .containsExactlyInAnyOrder(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.CONFLICT);
        assertThatCounts(asAppended);
        assertThatCounts(backwards);
    }

    @Test
    void voidOfTheFirstEventLeavesTheNextOneWithTheIdentityAlone() {
        IdentityLog log = reading(copy("3 tokens", 30), copy("4 tokens", 0), voiding("v1", 5));

        assertThatCounts(log, usage("3 tokens", 30));
    }

    private static void assertThatCounts(IdentityLog log, EventUsage... usages) {
        assertThat(log.net().keySet()).containsExactlyInAnyOrder(usages);
        assertThat(log.net().values()).allMatch(times -> times == 1);
        assertThat(new HistoryNumbers(log.history(), WINDOW).counted())
                .containsExactlyInAnyOrder(usages);
    }
}
