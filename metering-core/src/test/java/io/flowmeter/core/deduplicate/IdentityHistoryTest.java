package io.flowmeter.core.deduplicate;

import static io.flowmeter.core.deduplicate.IdentityLog.WINDOW;
import static io.flowmeter.core.deduplicate.IdentityLog.copy;
import static io.flowmeter.core.deduplicate.IdentityLog.reading;
import static io.flowmeter.core.deduplicate.IdentityLog.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityHistoryTest {

    @Test
    void firstCopyCounts() {
        IdentityLog log = reading(copy("3 tokens", 0));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED);
        assertThatCounts(log, usage("3 tokens", 0));
    }

    @Test
    void thousandCopiesCountOnceAndTakeNoRoom() {
        IdentityLog log = reading(copy("3 tokens", 0));
        IdentityHistory afterTwo = log.read(copy("3 tokens", 1)).history();

        for (int i = 0; i < 998; i++) {
            log.read(copy("3 tokens", 1));
        }

        assertThat(log.verdicts()).hasSize(1000).containsOnlyOnce(Verdict.ACCEPTED);
        assertThatCounts(log, usage("3 tokens", 0));
        CountedEvent two = afterTwo.events().get(0);
        CountedEvent thousand =
                new CountedEvent(two.first(), two.lastAppendMillis(), 1000, 0, two.others());
        assertThat(log.history()).isEqualTo(new IdentityHistory(List.of(thousand), List.of()));
    }

    @Test
    void thousandContentsOfOneIdTakeLittleRoom() {
        IdentityLog log = reading();

        for (int i = 0; i < 1000; i++) {
            log.read(copy(i + " tokens", 1000 - i));
        }

        assertThat(log.verdicts()).hasSize(1000);
        assertThat(log.history().events())
                .singleElement()
                .satisfies(event -> assertThat(event.others()).hasSize(CountedEvent.MAX_OTHERS));
    }

    @Test
    void copyExactlyOneWindowLaterIsADuplicate() {
        IdentityLog log = reading(copy("3 tokens", 0), copy("3 tokens", WINDOW));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.DUPLICATE);
        assertThatCounts(log, usage("3 tokens", 0));
    }

    @Test
    void copyOneMillisecondAfterTheWindowIsANewEvent() {
        IdentityLog log = reading(copy("3 tokens", 0), copy("3 tokens", WINDOW + 1));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        assertThatCounts(log, usage("3 tokens", 0), usage("3 tokens", WINDOW + 1));
    }

    @Test
    void windowRunsFromTheLastCopySoARetryLoopNeverCountsTwice() {
        IdentityLog log = reading();
        for (long day = 0; day <= 100; day += WINDOW) {
            log.read(copy("3 tokens", day));
        }

        assertThat(log.verdicts()).containsOnlyOnce(Verdict.ACCEPTED);
        assertThatCounts(log, usage("3 tokens", 0));
    }

    @Test
    void copyAppendedFirstReplacesTheOneReadFirst() {
        IdentityLog log = reading(copy("5 tokens", 4), copy("3 tokens", 1));

        assertThatCounts(log, usage("3 tokens", 1));
    }

    @Test
    void copyThatJoinsTwoEventsTakesTheSecondBack() {
        IdentityLog log = reading(copy("3 tokens", 0), copy("4 tokens", 16), copy("3 tokens", 8));

        assertThat(log.verdicts())
                .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.CONFLICT);
        assertThat(log.conflicts()).hasSize(1);
        assertThat(log.conflicts().get(0).lost().appendMillis()).isEqualTo(16);
        assertThatCounts(log, usage("3 tokens", 0));
    }

    @Test
    void copyWithOtherContentIsAConflictAndListed() {
        IdentityLog log = reading(copy("3 tokens", 0), copy("5 tokens", 1));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.CONFLICT);
        assertThat(log.conflicts()).hasSize(1);
        assertThat(log.conflicts().get(0).lost().appendMillis()).isEqualTo(1);
        assertThat(log.conflicts().get(0).kept().offset()).isZero();
        assertThatCounts(log, usage("3 tokens", 0));
    }

    @Test
    void conflictNamesTheCopyAppendedLaterEvenIfReadFirst() {
        IdentityLog log = reading(copy("5 tokens", 1), copy("3 tokens", 0));

        assertThat(log.verdicts()).containsExactly(Verdict.ACCEPTED, Verdict.CONFLICT);
        assertThat(log.conflicts().get(0).lost().appendMillis()).isEqualTo(1);
        assertThat(log.conflicts().get(0).kept().offset()).isZero();
        assertThatCounts(log, usage("3 tokens", 0));
    }

    /** The one thing that follows the order of reading; the Javadoc says so. */
    @Test
    void namesOfTheVerdictsOnThreeCopiesMayDependOnTheOrder() {
        IdentityLog asAppended =
                reading(copy("3 tokens", 0), copy("5 tokens", 1), copy("3 tokens", 2));
        IdentityLog backwards =
                reading(copy("3 tokens", 2), copy("5 tokens", 1), copy("3 tokens", 0));

        assertThat(asAppended.verdicts())
                .containsExactly(Verdict.ACCEPTED, Verdict.CONFLICT, Verdict.DUPLICATE);
        assertThat(backwards.verdicts())
                .containsExactly(Verdict.ACCEPTED, Verdict.CONFLICT, Verdict.CONFLICT);
        assertThat(asAppended.net()).isEqualTo(backwards.net());
    }

    private static void assertThatCounts(IdentityLog log, EventUsage... usages) {
        assertThat(log.net().keySet()).containsExactlyInAnyOrder(usages);
        assertThat(log.net().values()).allMatch(times -> times == 1);
        assertThat(new HistoryNumbers(log.history(), WINDOW).counted())
                .containsExactlyInAnyOrder(usages);
    }
}
