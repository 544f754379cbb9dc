package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.event.DeadLetter;
import java.io.IOException;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadLetterWriterITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final SinkWriterMetricGroup metrics =
            UnregisteredMetricsGroup.createSinkWriterMetricGroup();
    private final DeadLetterWriter writer =
            new DeadLetterWriter(database.settings(), CommitTrial.QUICK, metrics);

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void repeatIsStoredOnceWithItsBytes() throws Exception {
        write(0, 1, 1);
        writer.flush(false);
        write(0);
        writer.flush(false);

        assertThat(
                        database.rows(
                                """
                                SELECT topic, partition_id, record_offset, namespace, tenant, reason,
                                       detail, partial, appended_at = '2026-03-01 12:00:00.007Z',
                                       failed_at > now() - interval '1 minute', record_key,
                                       record_value, record_headers, replayed_at
                                  FROM dead_letter
                                 ORDER BY record_offset
                                """))
                .containsExactly(
                        "usage-events 0 0 default acme BAD_TIME not a time: \uFFFD f t t null"
                                + " \\x7b00 {\"x\": \"\uFFFD\"} null",
                        "usage-events 0 1 default acme BAD_TIME not a time: \uFFFD f t t null"
                                + " \\x7b00 {\"x\": \"\uFFFD\"} null");
    }

    /** A replacement that a meter could not read, and whose target then turns out to be unknown. */
    @Test
    void refusalOfAllOfAnEventReplacesAPartialLetter() throws Exception {
        DeadLetter refusal = Rows.deadLetter(0);
        DeadLetter other = Rows.deadLetter(1);
        writer.write(partial(refusal), null);
        writer.flush(false);
        writer.write(refusal, null);
        writer.write(partial(refusal), null);
        writer.write(partial(other), null);
        writer.write(other, null);
        writer.write(partial(other), null);
        writer.flush(false);

        assertThat(
                        database.rows(
                                "SELECT record_offset, reason, partial FROM dead_letter ORDER BY 1"))
                .containsExactly("0 BAD_TIME f", "1 BAD_TIME f");
    }

    @Test
    void fullBatchIsNotKeptForTheCheckpoint() throws Exception {
        for (var offset = 0; offset < DeadLetterWriter.MAX_LETTERS + 1; offset++) {
            write(offset);
        }

        assertThat(database.count("dead_letter")).isEqualTo(DeadLetterWriter.MAX_LETTERS);
    }

    @Test
    void largeLettersAreNotKeptForTheCheckpoint() throws Exception {
        writer.write(ofBytes(0, DeadLetterWriter.MAX_BYTES / 2), null);
        assertThat(database.count("dead_letter")).isZero();

        writer.write(ofBytes(1, DeadLetterWriter.MAX_BYTES / 2), null);
        assertThat(database.count("dead_letter")).isEqualTo(2);
    }

    @Test
    void brokenConnectionIsReplaced() throws Exception {
        write(0);
        writer.flush(false);
        database.refuseTheJob();
        database.admitTheJob();
        write(1);

        writer.flush(false);

        assertThat(database.count("dead_letter")).isEqualTo(2);
    }

    @Test
    void postgresThatStaysAwayFailsTheFlushButNotTheClose() throws Exception {
        write(0);
        writer.flush(false);
        database.refuseTheJob();
        write(1, 2);

        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a batch of 2 dead letters was not stored in flowmeter_job@")
                .hasMessageContaining("in 3 tries");
        assertThatCode(writer::close).doesNotThrowAnyException();
        assertThat(database.count("dead_letter")).isEqualTo(1);
    }

    private void write(long... offsets) throws IOException, InterruptedException {
        for (var offset : offsets) {
            writer.write(Rows.deadLetter(offset), null);
        }
    }

    private static DeadLetter ofBytes(long offset, long bytes) {
        var letter = Rows.deadLetter(offset);
        return new DeadLetter(
                letter.position(),
                letter.namespace(),
                letter.tenant(),
                letter.reason(),
                letter.detail(),
                letter.partial(),
                letter.appendMillis(),
                new byte[(int) bytes / 2],
                new byte[(int) bytes / 2],
                letter.headers());
    }

    private static DeadLetter partial(DeadLetter letter) {
        return new DeadLetter(
                letter.position(),
                letter.namespace(),
                letter.tenant(),
                "VALUE_MISSING",
                letter.detail(),
                true,
                letter.appendMillis(),
                letter.key(),
                letter.value(),
                letter.headers());
    }
}
