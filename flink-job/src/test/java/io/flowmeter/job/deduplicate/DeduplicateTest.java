package io.flowmeter.job.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.aggregate.Placement;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.deduplicate.Correction;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.deduplicate.Occurrence;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.store.StoreWrite;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeduplicateTest {
    private static final EventIdentity TARGET = new EventIdentity("shop", "acme", "web", "e-1");
    private static final String THREE_TOKENS = "tokens=3 at 1970-01-01T00:00:00Z";

    private KeyedOneInputStreamOperatorTestHarness<Fingerprint, IdentityRecord, UsageChange>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                new Deduplicate(Duration.ofDays(35), Duration.ofDays(10))),
                        IdentityRecord::key,
                        TypeInformation.of(Fingerprint.class));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void replacementThatChangesNothingIsAuditedWithWhatCounts() throws Exception {
        read(copy("3", 0));

        read(correction("v-1", usage("3"), 1));

        assertThat(audit().before()).isEqualTo(THREE_TOKENS);
        assertThat(audit().after()).isEqualTo(THREE_TOKENS);
        assertThat(harness.extractOutputValues())
                .extracting(UsageChange::sign)
                .containsExactly(1, 0);
    }

    @Test
    void correctionThatALaterOneOverrulesIsAuditedWithWhatCounts() throws Exception {
        read(copy("5", 0));
        read(correction("v-2", usage("3"), 2));
        harness.getSideOutput(Deduplicate.STORE).clear();

        read(correction("v-1", null, 1));

        assertThat(audit().action()).isEqualTo("void");
        assertThat(audit().before()).isEqualTo(THREE_TOKENS);
        assertThat(audit().after()).isEqualTo(THREE_TOKENS);
    }

    @Test
    void voidIsAuditedWithWhatTheEventContributed() throws Exception {
        read(copy("3", 0));

        read(correction("v-1", null, 1));

        assertThat(audit().before()).isEqualTo(THREE_TOKENS);
        assertThat(audit().after()).isEmpty();
    }

    /** Its usage is in the numbers then, whichever copy of it counted. */
    @Test
    void everyCopyConfirmsWhatWasReservedForIt() throws Exception {
        read(copy("3", 0, "r-1"));
        read(copy("3", 1, "r-2"));

        assertThat(harness.getSideOutput(Deduplicate.STORE))
                .extracting(StreamRecord::getValue)
                .containsExactly(
                        StoreWrite.of(new UsedReservation("shop", "acme", "r-1")),
                        StoreWrite.of(new UsedReservation("shop", "acme", "r-2")));
    }

    private void read(IdentityRecord record) throws Exception {
        harness.processElement(new StreamRecord<>(record, record.appendMillis()));
    }

    /** The only one. */
    private CorrectionAudit audit() {
        List<CorrectionAudit> audits =
                harness.getSideOutput(Deduplicate.STORE).stream()
                        .map(StreamRecord::getValue)
                        .map(StoreWrite::audit)
                        .filter(Objects::nonNull)
                        .toList();
        assertThat(audits).hasSize(1);
        return audits.get(0);
    }

    private static IdentityRecord copy(String tokens, long appendMillis) {
        return copy(tokens, appendMillis, null);
    }

    private static IdentityRecord copy(
            String tokens, long appendMillis, @Nullable String reservation) {
        return IdentityRecord.of(
                TARGET,
                new Occurrence(
                        at(appendMillis), appendMillis, Fingerprint.of(tokens), usage(tokens)),
                reservation);
    }

    private static IdentityRecord correction(
            String id, @Nullable EventUsage replacement, long appendMillis) {
        LogPosition position = at(appendMillis);
        DeadLetter refusal =
                new DeadLetter(
                        position,
                        "shop",
                        "acme",
                        "VOID_TARGET_UNKNOWN",
                        id,
                        false,
                        appendMillis,
                        null,
                        null,
                        "{}");
        return IdentityRecord.of(
                TARGET,
                new Correction(
                        position,
                        appendMillis,
                        Fingerprint.of(String.valueOf(replacement)),
                        Fingerprint.of(id),
                        "support",
                        replacement,
                        refusal));
    }

    private static LogPosition at(long offset) {
        return new LogPosition("usage-events", 0, offset);
    }

    private static EventUsage usage(String tokens) {
        return new EventUsage(
                TARGET.id(),
                new Placement(0, true, 0, 86_400_000, 0, 86_400_000, null),
                List.of(new Contribution("tokens", "SUM", "", 10, new BigDecimal(tokens), null)));
    }
}
