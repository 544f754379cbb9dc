package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.store.StoreWrite;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Savepoints hold epochs that Postgres does not have yet: bytes that an earlier release wrote must
 * be read for ever. Whoever adds a version adds its bytes here and leaves the others.
 */
class EpochBatchFormatTest {

    private static final String VERSION_1 =
            """
            0123456789abcdef0123456789abcdef000a73746f72652d726f77730000000400000001
            0000000300000000000000070000019ca9450a0000000002000000010000000601010764
            656661756c74010461636d65010563616c6c73010353554d010c515541525445525f484f
            55520000019ca9450a000000019ca97bf880010000000000000000010000000000000001
            020100000000000000000000000000000102010a7a61c5bcc3b3c582c4870401044c4153
            5401064d494e5554450000019ca9450a000000019ca945f460010f7b226d6f64656c223a
            226d2d33227d7fffffffffffffff000000000000000203cfcc000000030000019ca9450a
            0101056576745f31040001ff02020304050105505436304d0000019ca9450a0000000000
            0000012c000000000000012c03fed4000000000302010841434345505445440700000000
            0000000504010c75736167652d6576656e74730000000000000000000000060f00000000
            000000000000000002030109676174657761792d3101056576745f360000019ca9450a00
            050f00000000000000000000000702030107636f6e736f6c650104766f69641001056576
            745f3701013707
            """;

    private static final String VERSION_2 =
            """
            0123456789abcdef0123456789abcdef000a73746f72652d726f77730000000400000001
            0000000300000000000000070000019ca9450a0000000002000000010000000601010764
            656661756c74010461636d65010563616c6c73010353554d010c515541525445525f484f
            55520000019ca9450a000000019ca97bf880010000000000000000010000000000000001
            020100000000000000000000000000000102010a7a61c5bcc3b3c582c4870401044c4153
            5401064d494e5554450000019ca9450a000000019ca945f460010f7b226d6f64656c223a
            226d2d33227d7fffffffffffffff000000000000000203cfcc000000030000019ca9450a
            0101056576745f31040001ff02020304050105505436304d0000019ca9450a0000000000
            0000012c000000000000012c03fed4000000000302010841434345505445440700000000
            00000005000000000000000504010c75736167652d6576656e7473000000000000000000
            0000060f00000000000000000000000002030109676174657761792d3101056576745f36
            0000019ca9450a00050f00000000000000000000000702030107636f6e736f6c65010476
            6f69641001056576745f3701013707
            """;

    /** A row of every kind. */
    private static final EpochBatch BATCH =
            new EpochBatch(
                    new Epoch(
                            UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
                            "store-rows",
                            4,
                            1,
                            3,
                            7,
                            Rows.NOON,
                            2),
                    1,
                    List.of(
                            Rows.aggregate("acme", 1),
                            last(),
                            Rows.rolling("acme", 300),
                            Rows.count("ACCEPTED", 5),
                            Rows.conflict(6),
                            Rows.audit(7)));

    private final EpochBatchSerializer serializer = new EpochBatchSerializer();

    @Test
    void bytesOfVersionOneAreRead() throws IOException {
        assertThat(serializer.deserialize(1, bytes(VERSION_1)))
                .usingRecursiveComparison()
                .isEqualTo(BATCH);
    }

    @Test
    void versionTwoIsWrittenAsEver() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(2);
        assertThat(HexFormat.of().formatHex(serializer.serialize(BATCH)))
                .as("bytes of version 2: if they must change, add a version that has others")
                .isEqualTo(HexFormat.of().formatHex(bytes(VERSION_2)));
    }

    /** What the other aggregate lacks: dimensions, a last event and a sketch. */
    private static StoreWrite last() {
        return StoreWrite.of(
                new UsageAggregate(
                        "default",
                        "zażółć",
                        "calls",
                        "LAST",
                        "MINUTE",
                        Rows.NOON,
                        Rows.NOON + 60_000,
                        "{\"model\":\"m-3\"}",
                        Long.MAX_VALUE,
                        2,
                        new BigDecimal("-12.340"),
                        Rows.NOON + 1,
                        "evt_1",
                        new byte[] {0, 1, -1}));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
}
