package io.flowmeter.job.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.store.StoreWrite;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RowWriter} wrote, which describes the bytes. */
final class RowReader {

    private final DataInputStream in;
    private final int version;
    private final List<String> texts = new ArrayList<>();

    /**
     * @param version of the batch's format
     */
    RowReader(DataInputStream in, int version) {
        this.in = in;
        this.version = version;
    }

    StoreWrite read() throws IOException {
        var kind = in.readByte();
        return switch (kind) {
            case RowWriter.AGGREGATE -> StoreWrite.of(readAggregate());
            case RowWriter.ROLLING -> StoreWrite.of(readRolling());
            case RowWriter.COUNT -> StoreWrite.of(readCount());
            case RowWriter.CONFLICT -> StoreWrite.of(readConflict());
            case RowWriter.AUDIT -> StoreWrite.of(readAudit());
            case RowWriter.CROSSING -> StoreWrite.of(readCrossing());
            case RowWriter.RESERVATION ->
                    StoreWrite.of(new UsedReservation(readText(), readText(), readText()));
            default -> throw new IOException("row kind must be 1 to 7, was " + kind);
        };
    }

    private UsageAggregate readAggregate() throws IOException {
        return new UsageAggregate(
                readText(),
                readText(),
                readText(),
                readText(),
                readText(),
                in.readLong(),
                in.readLong(),
                readText(),
                in.readLong(),
                in.readLong(),
                readDecimal(),
                in.readLong(),
                readNullableText(),
                readBytes());
    }

    private RollingUsage readRolling() throws IOException {
        return new RollingUsage(
                readText(),
                readText(),
                readText(),
                readText(),
                readText(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readDecimal());
    }

    private EventCount readCount() throws IOException {
        String namespace = readText();
        String verdict = readText();
        String detail = readText();
        long events = in.readLong();
        return new EventCount(
                namespace, verdict, detail, events, version == 1 ? events : in.readLong());
    }

    private EventConflict readConflict() throws IOException {
        return new EventConflict(
                readPosition(),
                readPosition(),
                readText(),
                readText(),
                readText(),
                readText(),
                in.readLong());
    }

    private CorrectionAudit readAudit() throws IOException {
        return new CorrectionAudit(
                readPosition(),
                readText(),
                readText(),
                readText(),
                readText(),
                readText(),
                readText(),
                readText(),
                readText());
    }

    private ThresholdCrossing readCrossing() throws IOException {
        return new ThresholdCrossing(
                readText(),
                readText(),
                readText(),
                new LimitedWindow(readText(), readText(), in.readLong(), readText()),
                readNullableLong(),
                readText(),
                readText(),
                in.readInt(),
                readDecimal(),
                readDecimal(),
                Objects.requireNonNull(readDecimal()),
                in.readLong());
    }

    private @Nullable Long readNullableLong() throws IOException {
        boolean isPresent = in.readBoolean();
        long value = in.readLong();
        return isPresent ? value : null;
    }

    private LogPosition readPosition() throws IOException {
        return new LogPosition(readText(), in.readInt(), in.readLong());
    }

    private String readText() throws IOException {
        var text = readNullableText();
        if (text == null) {
            throw new IOException("a text that must be present is null");
        }
        return text;
    }

    private @Nullable String readNullableText() throws IOException {
        var number = readSize();
        if (number == RowWriter.NULL_TEXT) {
            return null;
        }
        if (number == RowWriter.NEW_TEXT) {
            var text = new String(readExactly(readSize()), StandardCharsets.UTF_8);
            texts.add(text);
            return text;
        }
        return texts.get(number - RowWriter.FIRST_TEXT);
    }

    private @Nullable BigDecimal readDecimal() throws IOException {
        var unscaled = readBytes();
        return unscaled == null ? null : new BigDecimal(new BigInteger(unscaled), in.readInt());
    }

    private byte @Nullable [] readBytes() throws IOException {
        var lengthPlusOne = readSize();
        return lengthPlusOne == 0 ? null : readExactly(lengthPlusOne - 1);
    }

    private byte[] readExactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(length + " bytes expected, " + bytes.length + " left");
        }
        return bytes;
    }

    private int readSize() throws IOException {
        var size = 0;
        var shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            size |= (next & 0x7f) << shift;
            shift += 7;
        } while (next > 0x7f);
        return size;
    }
}
