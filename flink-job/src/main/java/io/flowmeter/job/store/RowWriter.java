package io.flowmeter.job.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.store.StoreWrite;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes: one byte for the kind, then the components in their order. A text is written once
 * and after that named by its number, for most rows share tenant, meter and window. {@link
 * RowReader} is its inverse.
 */
final class RowWriter {

    static final int AGGREGATE = 1;
    static final int ROLLING = 2;
    static final int COUNT = 3;
    static final int CONFLICT = 4;
    static final int AUDIT = 5;
    static final int CROSSING = 6;
    static final int RESERVATION = 7;

    /** Numbers below stand for null and for a text that follows. */
    static final int FIRST_TEXT = 2;

    static final int NULL_TEXT = 0;
    static final int NEW_TEXT = 1;

    private final DataOutputStream out;
    private final Map<String, Integer> numberOfText = new HashMap<>();

    RowWriter(DataOutputStream out) {
        this.out = out;
    }

    void write(StoreWrite write) throws IOException {
        if (write.aggregate() != null) {
            out.writeByte(AGGREGATE);
            writeAggregate(write.aggregate());
        } else if (write.rolling() != null) {
            out.writeByte(ROLLING);
            writeRolling(write.rolling());
        } else if (write.count() != null) {
            out.writeByte(COUNT);
            writeCount(write.count());
        } else if (write.conflict() != null) {
            out.writeByte(CONFLICT);
            writeConflict(write.conflict());
        } else if (write.audit() != null) {
            out.writeByte(AUDIT);
            writeAudit(write.audit());
        } else if (write.crossing() != null) {
            out.writeByte(CROSSING);
            writeCrossing(write.crossing());
        } else if (write.reservation() != null) {
            out.writeByte(RESERVATION);
            writeText(write.reservation().namespace());
            writeText(write.reservation().tenant());
            writeText(write.reservation().id());
        } else {
            throw new IllegalArgumentException("a StoreWrite must hold a row, was empty");
        }
    }

    private void writeAggregate(UsageAggregate row) throws IOException {
        writeText(row.namespace());
        writeText(row.tenant());
        writeText(row.meter());
        writeText(row.aggregation());
        writeText(row.granularity());
        out.writeLong(row.windowStartMillis());
        out.writeLong(row.windowEndMillis());
        writeText(row.dimensions());
        out.writeLong(row.revision());
        out.writeLong(row.eventCount());
        writeDecimal(row.quantity());
        out.writeLong(row.lastEventMillis());
        writeText(row.lastEventId());
        writeBytes(row.sketch());
    }

    private void writeRolling(RollingUsage row) throws IOException {
        writeText(row.namespace());
        writeText(row.tenant());
        writeText(row.meter());
        writeText(row.aggregation());
        writeText(row.horizon());
        out.writeLong(row.asOfMillis());
        out.writeLong(row.revision());
        out.writeLong(row.eventCount());
        writeDecimal(row.quantity());
    }

    private void writeCount(EventCount row) throws IOException {
        writeText(row.namespace());
        writeText(row.verdict());
        writeText(row.detail());
        out.writeLong(row.events());
        out.writeLong(row.revision());
    }

    private void writeConflict(EventConflict row) throws IOException {
        writePosition(row.position());
        writePosition(row.kept());
        writeText(row.namespace());
        writeText(row.tenant());
        writeText(row.source());
        writeText(row.eventId());
        out.writeLong(row.appendMillis());
    }

    private void writeAudit(CorrectionAudit row) throws IOException {
        writePosition(row.position());
        writeText(row.namespace());
        writeText(row.tenant());
        writeText(row.actor());
        writeText(row.action());
        writeText(row.targetSource());
        writeText(row.targetId());
        writeText(row.before());
        writeText(row.after());
    }

    private void writeCrossing(ThresholdCrossing row) throws IOException {
        writeText(row.namespace());
        writeText(row.tenant());
        writeText(row.meter());
        writeText(row.window().limit());
        writeText(row.window().window());
        out.writeLong(row.window().startMillis());
        writeText(row.window().dimensions());
        out.writeBoolean(row.windowEndMillis() != null);
        out.writeLong(row.windowEndMillis() == null ? 0 : row.windowEndMillis());
        writeText(row.threshold());
        writeText(row.direction());
        out.writeInt(row.ordinal());
        writeDecimal(row.limitQuantity());
        writeDecimal(row.thresholdQuantity());
        writeDecimal(row.quantity());
        out.writeLong(row.occurredMillis());
    }

    private void writePosition(LogPosition position) throws IOException {
        writeText(position.topic());
        out.writeInt(position.partition());
        out.writeLong(position.offset());
    }

    private void writeText(@Nullable String text) throws IOException {
        if (text == null) {
            writeSize(NULL_TEXT);
            return;
        }
        var known = numberOfText.putIfAbsent(text, FIRST_TEXT + numberOfText.size());
        if (known != null) {
            writeSize(known);
            return;
        }
        writeSize(NEW_TEXT);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        writeSize(bytes.length);
        out.write(bytes);
    }

    /** Unscaled value and scale: 1.0 and 1.00 stay different. */
    private void writeDecimal(@Nullable BigDecimal value) throws IOException {
        writeBytes(value == null ? null : value.unscaledValue().toByteArray());
        if (value != null) {
            out.writeInt(value.scale());
        }
    }

    /** The length is one more than that of the bytes; 0 stands for null. */
    private void writeBytes(byte @Nullable [] bytes) throws IOException {
        writeSize(bytes == null ? 0 : bytes.length + 1);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** Seven bits to a byte, lowest first; the eighth says that more follow. */
    private void writeSize(int size) throws IOException {
        var rest = size;
        while (rest > 0x7f) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
