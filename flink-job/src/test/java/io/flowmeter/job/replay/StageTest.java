package io.flowmeter.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.job.JobConfig;
import io.flowmeter.job.UsageMeteringJob;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageTest {

    /** A test of a pipeline that the job has no longer would prove nothing. */
    @Test
    void edgesAreThoseOfTheJob() {
        Set<String> edges =
                Stage.EDGES.stream()
                        .map(edge -> edge(edge.from().uid, edge.output(), edge.to().uid))
                        .collect(Collectors.toSet());

        assertThat(edgesOfTheJob()).isEqualTo(edges);
    }

    private static Set<String> edgesOfTheJob() {
        StreamGraph graph = graph();
        Set<String> uids =
                Arrays.stream(Stage.values()).map(stage -> stage.uid).collect(Collectors.toSet());
        Set<String> edges = new HashSet<>();
        for (StreamNode node : graph.getStreamNodes()) {
            for (StreamEdge edge : node.getOutEdges()) {
                String to = graph.getStreamNode(edge.getTargetId()).getTransformationUID();
                if (uids.contains(node.getTransformationUID()) && uids.contains(to)) {
                    edges.add(edge(node.getTransformationUID(), edge.getOutputTag(), to));
                }
            }
        }
        return edges;
    }

    private static String edge(String from, @Nullable OutputTag<?> output, String to) {
        return from + " (" + (output == null ? "main" : output.getId()) + ") to " + to;
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
