package io.flowmeter.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class OperatorUidTest {

    /** A uid that changes loses its operator's state at the next upgrade. */
    @Test
    void uidsAreThoseOfTheGoldenFile() throws IOException {
        TreeSet<String> uids = new TreeSet<>();
        for (StreamNode node : graph().getStreamNodes()) {
            uids.add(String.valueOf(node.getTransformationUID()));
        }

        assertThat(uids).containsExactlyElementsOf(golden());
    }

    @Test
    void operatorsHaveNamesForPeople() {
        assertThat(graph().getStreamNodes())
                .extracting(StreamNode::getOperatorName)
                .contains("admit events", "deduplicate", "roll up usage", "count verdicts")
                .allSatisfy(name -> assertThat(name).doesNotContain("Process", "Keyed"));
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = OperatorUidTest.class.getResourceAsStream("/operator-uids.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static StreamGraph graph() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        UsageMeteringJob.build(
                env,
                JobConfig.fromEnvironment(
                        Map.of(
                                "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                                "FLOWMETER_JOB_DATABASE_URL",
                                        "jdbc:postgresql://127.0.0.1:1/flowmeter")));
        return env.getStreamGraph();
    }
}
