package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.store.StoreWrite;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EpochBatchSerializerTest {

    private final EpochBatchSerializer serializer = new EpochBatchSerializer();

    @Property(tries = 200)
    void batchSurvivesTheRoundTrip(@ForAll("batches") EpochBatch batch) throws IOException {
        var restored = serializer.deserialize(2, serializer.serialize(batch));

        // Recursive for the sketches' bytes; decimals by equals, which tells 1.0 from 1.00.
        assertThat(restored)
                .usingRecursiveComparison()
                .withEqualsForType(BigDecimal::equals, BigDecimal.class)
                .isEqualTo(batch);
    }

    @Test
    void textsThatRepeatTakeAByteOrTwo() throws IOException {
        var row = Rows.aggregate("a-tenant-with-a-rather-long-name", "", 1, Rows.ONE_PM);
        var one = serializer.serialize(new EpochBatch(epoch(), 0, List.of(row)));
        var two = serializer.serialize(new EpochBatch(epoch(), 0, List.of(row, row)));

        assertThat(two.length - one.length).isLessThan(64);
    }

    @Test
    void textMayBeLongerThanJavasOwnFormatAllows() throws IOException {
        var batch =
                new EpochBatch(
                        epoch(), 0, List.of(Rows.count("x".repeat(Character.MAX_VALUE + 1), 1)));

        assertThat(serializer.deserialize(2, serializer.serialize(batch))).isEqualTo(batch);
    }

    @Test
    void unknownVersionIsRefusedWithAWayOut() throws IOException {
        var bytes = serializer.serialize(new EpochBatch(epoch(), 0, List.of()));

        assertThatThrownBy(() -> serializer.deserialize(7, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format version 7")
                .hasMessageContaining("reads versions 1 to 2");
    }

    @Test
    void bytesLeftOverAreRefused() throws IOException {
        var bytes = serializer.serialize(new EpochBatch(epoch(), 0, List.of()));

        assertThatThrownBy(() -> serializer.deserialize(2, Arrays.copyOf(bytes, 200)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("left behind");
    }

    @Provide
    Arbitrary<EpochBatch> batches() {
        var rows =
                Arbitraries.oneOf(
                        aggregates().map(StoreWrite::of),
                        rollings().map(StoreWrite::of),
                        counts().map(StoreWrite::of),
                        conflicts().map(StoreWrite::of),
                        audits().map(StoreWrite::of),
                        reservations().map(StoreWrite::of));
        return Combinators.combine(epochs(), Arbitraries.integers(), rows.list().ofMaxSize(20))
                .as(EpochBatch::new);
    }

    private static Arbitrary<Epoch> epochs() {
        var uuids = Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        return Combinators.combine(
                        uuids,
                        Arbitraries.of("store", "backfill-7"),
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(4, 9),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.integers().greaterOrEqual(1))
                .as(Epoch::new);
    }

    private static Arbitrary<UsageAggregate> aggregates() {
        var numbers = Arbitraries.longs();
        return Combinators.combine(
                        texts().array(String[].class).ofSize(6),
                        numbers.array(Long[].class).ofSize(5),
                        decimals().injectNull(0.2),
                        texts().injectNull(0.5),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).injectNull(0.5))
                .as(
                        (text, number, quantity, lastEventId, sketch) ->
                                new UsageAggregate(
                                        text[0],
                                        text[1],
                                        text[2],
                                        text[3],
                                        text[4],
                                        number[0],
                                        number[1],
                                        text[5],
                                        number[2],
                                        number[3],
                                        quantity,
                                        number[4],
                                        lastEventId,
                                        sketch));
    }

    private static Arbitrary<RollingUsage> rollings() {
        return Combinators.combine(
                        texts().array(String[].class).ofSize(5),
                        Arbitraries.longs().array(Long[].class).ofSize(3),
                        decimals().injectNull(0.2))
                .as(
                        (text, number, quantity) ->
                                new RollingUsage(
                                        text[0], text[1], text[2], text[3], text[4], number[0],
                                        number[1], number[2], quantity));
    }

    private static Arbitrary<EventCount> counts() {
        return Combinators.combine(
                        texts(), texts(), texts(), Arbitraries.longs(), Arbitraries.longs())
                .as(EventCount::new);
    }

    private static Arbitrary<EventConflict> conflicts() {
        return Combinators.combine(
                        positions(),
                        positions(),
                        texts(),
                        texts(),
                        texts(),
                        texts(),
                        Arbitraries.longs())
                .as(EventConflict::new);
    }

    private static Arbitrary<UsedReservation> reservations() {
        return Combinators.combine(texts(), texts(), texts()).as(UsedReservation::new);
    }

    private static Arbitrary<CorrectionAudit> audits() {
        return Combinators.combine(positions(), texts().array(String[].class).ofSize(8))
                .as(
                        (position, text) ->
                                new CorrectionAudit(
                                        position, text[0], text[1], text[2], text[3], text[4],
                                        text[5], text[6], text[7]));
    }

    private static Arbitrary<LogPosition> positions() {
        return Combinators.combine(texts(), Arbitraries.integers(), Arbitraries.longs())
                .as(LogPosition::new);
    }

    /** Few of them, so that texts repeat; some long, some outside ASCII. */
    private static Arbitrary<String> texts() {
        return Arbitraries.of("", "default", "acme", "zażółć \uD83D\uDE00", "x".repeat(300))
                .map(String::new);
    }

    private static Arbitrary<BigDecimal> decimals() {
        return Combinators.combine(
                        Arbitraries.bigIntegers()
                                .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40)),
                        Arbitraries.integers().between(-20, 40))
                .as(BigDecimal::new);
    }

    private static Epoch epoch() {
        return new Epoch(UUID.randomUUID(), "store", 0, 0, 1, 1, Rows.NOON, 1);
    }
}
