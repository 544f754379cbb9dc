package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows are a minute; every event has one meter, LAST of {@code $.n}. */
class HistoryTest {

    @Test
    void copiesAWindowApartAreOneEventAndAMillisecondMoreIsANewOne() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "e", 1);
        log.event(0, 60, "e", 1).event(0, 121, "e", 1);

        assertThat(counted(log)).containsExactly(1, 1);
        assertThat(verdicts(log)).hasToString("{ACCEPTED=2, DUPLICATE=1}");
    }

    @Test
    void chainOfCopiesIsOneEvent() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "e", 1);
        log.event(0, 50, "e", 1).event(0, 100, "e", 2).event(0, 160, "e", 1);

        assertThat(counted(log)).containsExactly(1);
        assertThat(verdicts(log)).hasToString("{ACCEPTED=1, CONFLICT=1, DUPLICATE=2}");
        assertThat(log.outcome().conflicts.keySet()).hasToString("[usage-events-0@2]");
        assertThat(log.outcome().listed).hasToString("[[usage-events-0@2]]");
    }

    @Test
    void ofCopiesAppendedTogetherTheOneWithTheLesserContentCounts() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 5, "e", 1);
        log.event(0, 5, "e", 2);
        String[] contents =
                log.records().stream()
                        .map(record -> EventReader.read(record).require().content())
                        .toArray(String[]::new);

        assertThat(counted(log)).containsExactly(contents[0].compareTo(contents[1]) < 0 ? 1 : 2);
        assertThat(verdicts(log)).hasToString("{ACCEPTED=1, CONFLICT=1}");
    }

    @Test
    void voidTakesBackAndReplacementTakesThePlace() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "a", 1);
        log.correction(0, 10, "v1", "a", TestLog.replacedBy(5));
        assertThat(counted(log)).containsExactly(5);

        log.correction(0, 20, "v2", "a", TestLog.replacedBy(7));
        assertThat(counted(log)).containsExactly(7);

        log.correction(0, 30, "v3", "a", "");
        assertThat(counted(log)).isEmpty();

        log.event(0, 60, "a", 1);
        assertThat(counted(log)).as("a retry does not bring it back").isEmpty();
        assertThat(verdicts(log)).hasToString("{ACCEPTED=4, DUPLICATE=1}");
        assertThat(log.outcome().certain).hasSize(3);
        assertThat(audits(log)).containsExactly("0@1: 1 to 5", "0@2: 5 to 7", "0@3: 7 to nothing");
    }

    @Test
    void repeatedCorrectionCountsWhereItStoodFirst() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "a", 1);
        log.correction(0, 10, "v1", "a", TestLog.replacedBy(5))
                .correction(0, 20, "v2", "a", TestLog.replacedBy(7))
                .correction(0, 30, "v1", "a", TestLog.replacedBy(5))
                .correction(0, 40, "v1", "a", TestLog.replacedBy(9));

        assertThat(counted(log)).containsExactly(7);
        assertThat(verdicts(log)).hasToString("{ACCEPTED=3, CONFLICT=1, DUPLICATE=1}");
        assertThat(log.outcome().conflicts).isEmpty();
    }

    @Test
    void correctionIsAcceptedUntilAWindowAfterTheLastCopy() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "a", 1);
        log.event(0, 30, "a", 1).correction(0, 91, "v1", "a", "");
        assertThat(log.letters()).containsExactly("VOID_TARGET_UNKNOWN");
        assertThat(counted(log)).containsExactly(1);

        TestLog inTime = new TestLog().meter("n", "SUM", "").event(0, 0, "a", 1);
        inTime.event(0, 30, "a", 1).correction(0, 90, "v1", "a", "");
        assertThat(inTime.letters()).isEmpty();
        assertThat(counted(inTime)).isEmpty();
    }

    @Test
    void voidBeforeItsTargetIsRefused() {
        TestLog log = new TestLog().meter("n", "SUM", "");
        log.correction(0, 0, "v1", "a", "").event(0, 1, "a", 1);

        assertThat(log.letters()).containsExactly("VOID_TARGET_UNKNOWN");
        assertThat(counted(log)).containsExactly(1);
        assertThat(log.expectation().verdicts().ranges().get("default"))
                .hasToString("{ACCEPTED={=1}, DEAD_LETTER={VOID_TARGET_UNKNOWN=1}}");
    }

    @Test
    void replacementThatNoMeterWantsIsAVoid() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "a", 1);
        String unwanted = TestLog.replacedBy(5).replace("'call'", "'other'");
        log.correction(0, 10, "v1", "a", unwanted);

        assertThat(counted(log)).isEmpty();
    }

    @Test
    void namesOfSomeVerdictsDependOnTheOrderOfPartitions() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "e", 1);
        log.event(1, 10, "e", 2).event(2, 20, "e", 2);

        assertThat(counted(log)).containsExactly(1);
        assertThat(verdicts(log)).hasToString("{ACCEPTED=1, CONFLICT=1 to 2, DUPLICATE=0 to 2}");
        assertThat(log.outcome().conflicts.keySet())
                .extracting(LogRecord::position)
                .containsExactlyInAnyOrder("usage-events-1@0", "usage-events-2@0");
        assertThat(log.outcome().listed).hasToString("[[usage-events-1@0]]");
    }

    @Test
    void twoCopiesInTwoPartitionsAreAsIfInOne() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(1, 0, "e", 1);
        log.event(0, 10, "e", 2);

        assertThat(verdicts(log)).hasToString("{ACCEPTED=1, CONFLICT=1, DUPLICATE=0}");
        assertThat(log.outcome().possible).hasSize(2);
        assertThat(log.outcome().certain).hasSize(1);
    }

    @Test
    void copyThatJoinsTwoLeavesBothAccepted() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 0, "e", 1);
        log.event(1, 50, "e", 1).event(0, 100, "e", 1);

        assertThat(counted(log)).containsExactly(1);
        assertThat(verdicts(log)).hasToString("{ACCEPTED=1 to 2, DUPLICATE=1 to 2}");
    }

    @Test
    void afterARescaleNoOrderIsTakenForGranted() {
        TestLog log = new TestLog().rescaled().meter("n", "SUM", "").event(0, 0, "a", 1);
        log.correction(0, 10, "v1", "a", "");

        assertThat(counted(log)).isEmpty();
        assertThat(log.outcome().certain).isEmpty();
        assertThat(log.outcome().possible).hasSize(1);
        assertThat(log.outcome().audits.values()).noneMatch(Outcome.Audit::isKnown);
    }

    private static List<Integer> counted(TestLog log) {
        return log.outcome().counted.stream().map(HistoryTest::value).toList();
    }

    private static int value(Usage usage) {
        return Objects.requireNonNull(usage.contributions().get(0).value()).intValueExact();
    }

    private static Map<String, Outcome.Range> verdicts(TestLog log) {
        return new TreeMap<>(log.outcome().verdicts);
    }

    private static List<String> audits(TestLog log) {
        return log.outcome().audits.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey().record().position().substring(13)
                                        + ": "
                                        + value(entry.getValue().before(), "nothing")
                                        + " to "
                                        + value(entry.getValue().after(), "nothing"))
                .sorted()
                .toList();
    }

    private static String value(@Nullable Usage usage, String ifNull) {
        return usage == null ? ifNull : Integer.toString(value(usage));
    }
}
