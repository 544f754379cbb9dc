package io.flowmeter.job.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.StoreWrite;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.meter.Contribution;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollUpUsageTest {
    private static final long NOON = 1_772_366_400_000L; // 2026-03-01T12:00:00Z
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private KeyedOneInputStreamOperatorTestHarness<UsageKey, UsageChange, StoreWrite> harness;
    private long checkpoint;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void rowsLeaveOnlyBeforeACheckpointAndOncePerWindow() throws Exception {
        use(NOON, "1");
        use(NOON + 1, "2");
        assertThat(harness.extractOutputValues()).isEmpty();

        harness.prepareSnapshotPreBarrier(++checkpoint);

        assertThat(aggregates())
                .extracting(UsageAggregate::granularity)
                .containsExactlyInAnyOrder("MINUTE", "QUARTER_HOUR", "DAY", "PERIOD");
        assertThat(aggregates())
                .extracting(row -> Objects.requireNonNull(row.quantity()).toPlainString())
                .containsOnly("3");
    }

    @Test
    void unchangedWindowsAreNotSentAgain() throws Exception {
        use(NOON, "1");
        harness.prepareSnapshotPreBarrier(++checkpoint);
        harness.getOutput().clear();

        harness.prepareSnapshotPreBarrier(++checkpoint);

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void stateGoesOnAfterARestart() throws Exception {
        use(NOON, "1");
        restart();
        use(NOON + 2, "5");
        harness.prepareSnapshotPreBarrier(++checkpoint);

        assertThat(aggregates())
                .allSatisfy(row -> assertThat(row.quantity()).isEqualByComparingTo("6"))
                .allSatisfy(row -> assertThat(row.revision()).isEqualTo(2));
    }

    @Test
    void voidAfterARestartLeavesOutWhatIsInAnOverlappingWindow() throws Exception {
        long midnight = NOON - 12 * HOUR;
        harness.processElement(maximum("own", midnight, NOON + 12 * HOUR, 1));
        harness.processElement(maximum("voided", midnight, NOON + 12 * HOUR, 1));
        harness.processElement(maximum("foreign", NOON, NOON + 12 * HOUR, 1));
        // From now on the first day ends before what it holds: only the latest end tells.
        harness.processElement(maximum("cut", midnight, NOON, 1));
        harness.processElement(maximum("cut", midnight, NOON, -1));
        restart();

        harness.processElement(maximum("voided", midnight, NOON + 12 * HOUR, -1));
        harness.prepareSnapshotPreBarrier(++checkpoint);

        assertThat(aggregates())
                .filteredOn(row -> row.windowStartMillis() == midnight)
                .extracting(UsageAggregate::granularity, UsageAggregate::quantity)
                .containsExactlyInAnyOrder(
                        tuple("DAY", new BigDecimal("3")), tuple("PERIOD", new BigDecimal("3")));
    }

    @Test
    void voidOutlivesTheOlderPartOfItsQuarterHour() throws Exception {
        long midnight = NOON - 12 * HOUR;
        harness.setStateTtlProcessingTime(0);
        harness.processElement(maximum("old", midnight, NOON + 12 * HOUR, 1));
        harness.prepareSnapshotPreBarrier(++checkpoint);
        harness.setStateTtlProcessingTime(Duration.ofDays(400).toMillis());
        harness.processElement(maximum("voided", midnight, NOON + 12 * HOUR, 1));
        harness.prepareSnapshotPreBarrier(++checkpoint);
        harness.getOutput().clear();

        harness.setStateTtlProcessingTime(Duration.ofDays(431).toMillis());
        harness.processElement(maximum("voided", midnight, NOON + 12 * HOUR, -1));
        harness.prepareSnapshotPreBarrier(++checkpoint);

        // Of what expired the events are still counted, but no value is known.
        assertThat(aggregates())
                .filteredOn(row -> !row.granularity().equals("MINUTE"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.eventCount()).isEqualTo(1))
                .allSatisfy(row -> assertThat(row.quantity()).isNull());
    }

    @Test
    void rollingQuantityFallsWhileNoEventComes() throws Exception {
        use(NOON, "4");
        harness.prepareSnapshotPreBarrier(++checkpoint);
        assertThat(rolling("PT60M").quantity()).isEqualByComparingTo("4");
        harness.getOutput().clear();

        harness.processWatermark(NOON + 59 * HOUR / 60);
        harness.prepareSnapshotPreBarrier(++checkpoint);
        assertThat(rolling("PT60M").quantity()).isEqualByComparingTo("4");
        harness.getOutput().clear();

        harness.processWatermark(NOON + HOUR);
        harness.prepareSnapshotPreBarrier(++checkpoint);
        assertThat(rolling("PT60M").quantity()).isNull();
        assertThat(rolling("PT60M").eventCount()).isZero();
    }

    @Test
    void noTimerIsLeftOnceEveryHorizonIsEmpty() throws Exception {
        use(NOON, "4");

        for (long day = 1; day <= 32; day++) {
            harness.processWatermark(NOON + day * 24 * HOUR);
            harness.prepareSnapshotPreBarrier(++checkpoint);
        }

        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(rolling("P30D").eventCount()).isZero();
    }

    @Test
    void endOfInputSendsWhatIsLeftAndLetsNoTimePass() throws Exception {
        use(NOON, "4");

        harness.processWatermark(Long.MAX_VALUE);
        harness.getOneInputOperator().finish();

        assertThat(rolling("PT60M").quantity()).isEqualByComparingTo("4");
    }

    private static KeyedOneInputStreamOperatorTestHarness<UsageKey, UsageChange, StoreWrite>
            harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new RollUpUsage(), UsageKey::of, TypeInformation.of(UsageKey.class));
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(++checkpoint);
        OperatorSubtaskState snapshot = harness.snapshot(checkpoint, NOON);
        harness.close();

        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    /** One whose value is the length of its id, at one o'clock. */
    private static StreamRecord<UsageChange> maximum(
            String id, long startMillis, long endMillis, int sign) {
        long eventMillis = NOON + HOUR;
        var at =
                new Placement(
                        eventMillis, true, startMillis, endMillis, startMillis, endMillis, null);
        var maximum =
                new Contribution("peak", "MAX", "", 10, BigDecimal.valueOf(id.length()), null);
        return new StreamRecord<>(
                new UsageChange("default", "acme", id, at, maximum, eventMillis, sign),
                eventMillis);
    }

    private void use(long eventMillis, String value) throws Exception {
        Placement at =
                new Placement(
                        eventMillis,
                        true,
                        NOON - 12 * HOUR,
                        NOON + 12 * HOUR,
                        NOON - 12 * HOUR,
                        NOON + 732 * HOUR,
                        null);
        Contribution sum = new Contribution("tokens", "SUM", "", 10, new BigDecimal(value), null);
        harness.processElement(
                new StreamRecord<>(
                        new UsageChange(
                                "default", "acme", "e" + eventMillis, at, sum, eventMillis, 1),
                        eventMillis));
    }

    private List<UsageAggregate> aggregates() {
        return harness.extractOutputValues().stream()
                .map(StoreWrite::aggregate)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The last row of a horizon that left. */
    private RollingUsage rolling(String horizon) {
        return harness.extractOutputValues().stream()
                .map(StoreWrite::rolling)
                .filter(Objects::nonNull)
                .filter(row -> row.horizon().equals(horizon))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
