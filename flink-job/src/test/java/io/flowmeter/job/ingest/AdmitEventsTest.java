package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.catalog.CatalogUpdate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event never races its catalog. */
class AdmitEventsTest {
    private static final long NOON = 1_772_366_400_000L; // 2026-03-01T12:00:00Z

    private TwoInputStreamOperatorTestHarness<RawEvent, CatalogUpdate, IdentityRecord> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        change(1, "NAMESPACE", "default", "{\"allowedLatenessSeconds\":3024000}", 0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void eventWaitsUntilTheCatalogIsCompleteUpToItsAppendTime() throws Exception {
        meter(2, NOON - 1_000);
        mark(NOON - 1);

        append(NOON);
        assertThat(admitted()).isZero();

        mark(NOON);
        assertThat(admitted()).isEqualTo(1);
    }

    @Test
    void eventOverdueByTheCatalogGoesThroughAtOnce() throws Exception {
        meter(2, NOON - 1_000);
        mark(NOON);

        append(NOON);

        assertThat(admitted()).isEqualTo(1);
    }

    @Test
    void meterRecordedBeforeTheEventCountsItAlsoIfItsChangeIsReadLater() throws Exception {
        mark(NOON - 1);

        append(NOON);
        meter(2, NOON);
        mark(NOON);

        assertThat(admitted()).isEqualTo(1);
    }

    @Test
    void meterRecordedAfterTheEventDoesNotCountItAlsoIfItsChangeIsReadFirst() throws Exception {
        meter(2, NOON + 1);
        mark(NOON + 1);

        append(NOON);

        assertThat(admitted()).isZero();
        assertThat(unmatched()).isEqualTo(1);
    }

    @Test
    void waitingEventsAndTheCatalogSurviveARestart() throws Exception {
        meter(2, NOON - 1_000);
        mark(NOON - 1);
        append(NOON);

        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        mark(NOON);

        assertThat(admitted()).isEqualTo(1);
    }

    private static TwoInputStreamOperatorTestHarness<RawEvent, CatalogUpdate, IdentityRecord>
            harness() throws Exception {
        return new TwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithNonKeyedOperator<>(
                        new AdmitEvents(SlicePolicy.DEFAULT), List.of(AdmitEvents.CATALOG)));
    }

    private void append(long appendMillis) throws Exception {
        String json =
                "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"test\",\"type\":\"call\",\"subject\":\"acme\","
                        + "\"time\":\"2026-03-01T11:59:00Z\"}";
        RawEvent event =
                new RawEvent(
                        new LogPosition("usage-events", 0, 7),
                        appendMillis,
                        null,
                        json.getBytes(StandardCharsets.UTF_8),
                        "{}");
        harness.processElement1(new StreamRecord<>(event, appendMillis));
    }

    private void meter(long seq, long recordedAtMillis) throws Exception {
        change(
                seq,
                "METER",
                "calls",
                "{\"eventType\":\"call\",\"aggregation\":\"COUNT\",\"valueProperty\":null,\"filter\":[],"
                        + "\"groupBy\":{},\"maxDimensionSets\":10,\"effectiveFrom\":\"2026-01-01T00:00:00Z\","
                        + "\"archived\":false}",
                recordedAtMillis);
    }

    private void change(long seq, String entity, String key, String payload, long recordedAt)
            throws Exception {
        CatalogChange change =
                new CatalogChange(seq, "default", entity, key, 1, payload, recordedAt);
        harness.processElement2(new StreamRecord<>(CatalogUpdate.changed(change), recordedAt));
    }

    private void mark(long millis) throws Exception {
        harness.processElement2(new StreamRecord<>(CatalogUpdate.completeUntil(millis), millis));
    }

    private int admitted() {
        return harness.extractOutputValues().size();
    }

    private long unmatched() {
        return harness.getSideOutput(AdmitEvents.VERDICTS).stream()
                .map(StreamRecord::getValue)
                .filter(count -> count.verdict().equals("UNMATCHED"))
                .mapToLong(EventCount::events)
                .sum();
    }
}
