package io.flowmeter.bench.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntitlementLoadITCase {

    @Test
    void everyKindOfQuestionIsAnsweredAndMeasured(@TempDir Path directory) throws Exception {
        var load =
                new EntitlementLoad(
                        directory.resolve("postgres"), new SeededTenants(3, 2), 10, 2, 1);

        var measured = load.measure();

        assertThat(measured)
                .containsOnlyKeys(
                        "check", "check with reservation", "query of 3 tenants × 2 meters");
        assertThat(measured.get("check").count()).isEqualTo(10);
    }

    @Test
    void percentilesAreByNearestRank() {
        long[] nanos = new long[200];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (200 - i) * 1_000_000L;
        }

        assertThat(Latencies.of(Duration.ofSeconds(2), nanos).row("x"))
                .isEqualTo("| x | 200 | 100/s | 100.00 ms | 190.00 ms | 198.00 ms | 200.00 ms |");
    }
}
