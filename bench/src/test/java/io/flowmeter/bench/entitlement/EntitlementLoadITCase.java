package io.flowmeter.bench.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.bench.measure.Measured;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntitlementLoadITCase {

    @Test
    void everyKindOfQuestionIsAnsweredAndMeasured(@TempDir Path directory) throws Exception {
        var load =
                new EntitlementLoad(
                        directory.resolve("postgres"), new SeededTenants(3, 2), 10, 2, 3, 1);

        List<Measured> measured = load.measure();

        assertThat(measured)
                .extracting(Measured::what)
                .containsExactly(
                        "check", "check with reservation", "query of 3 tenants × 2 meters");
        assertThat(measured)
                .allSatisfy(
                        one ->
                                assertThat(one.rounds())
                                        .hasSize(3)
                                        .allMatch(round -> round.isComplete()));
        assertThat(measured.get(0).rounds().get(0).times().count()).isEqualTo(10);
    }
}
