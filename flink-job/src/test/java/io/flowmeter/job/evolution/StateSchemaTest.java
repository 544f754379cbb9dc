package io.flowmeter.job.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateSchemaTest {

    private static final String WHAT_TO_DO =
            "What savepoints hold has changed. Savepoints of earlier releases must still restore:"
                    + " a record may gain components at its end, whose default is null or 0;"
                    + " a record that is part of a key, a state's name and its kind must stay; an"
                    + " own format gets a new version beside the old. If that is what was done,"
                    + " add a line to CHANGELOG.md and docs/operations.md, and put the text below"
                    + " into flink-job/src/test/resources/state-schema.txt:\n";

    @Test
    void stateIsThatOfTheGoldenFile() throws Exception {
        List<String> schema = StateSchema.read().lines();

        assertThat(schema)
                .as(WHAT_TO_DO + String.join("\n", schema))
                .containsExactlyElementsOf(golden());
    }

    @Test
    void nothingIsLeftToKryo() throws Exception {
        assertThat(StateSchema.read().lines()).noneMatch(line -> line.contains("Kryo"));
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = StateSchemaTest.class.getResourceAsStream("/state-schema.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
