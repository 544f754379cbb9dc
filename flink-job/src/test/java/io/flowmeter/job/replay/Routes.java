package io.flowmeter.job.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The channels along all edges of {@link Stage}: from every subtask to every subtask. */
final class Routes {
    private final int parallelism;

    /** By edge, sender, receiver. */
    private final List<Channel> channels = new ArrayList<>();

    Routes(int parallelism, Map<Stage, List<Channel.Receiver>> receivers) {
        this.parallelism = parallelism;
        for (Stage.Edge edge : Stage.EDGES) {
            for (int from = 0; from < parallelism; from++) {
                receivers.get(edge.to()).forEach(to -> channels.add(new Channel(to)));
            }
        }
    }

    /** Channels in which something waits. */
    List<Channel> ready() {
        return channels.stream().filter(channel -> !channel.isEmpty()).toList();
    }

    List<Channel> readyFor(Stage stage) {
        return channels.stream()
                .filter(channel -> !channel.isEmpty() && channel.leadsTo(stage))
                .toList();
    }

    /** Sends a value to the subtask that owns its key, as Flink does. */
    void send(Stage from, int subtask, @Nullable OutputTag<?> output, Object value) {
        for (int number = 0; number < Stage.EDGES.size(); number++) {
            Stage.Edge edge = Stage.EDGES.get(number);
            if (edge.from() == from && Objects.equals(edge.output(), output)) {
                int to =
                        KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                edge.key().apply(value), Operators.MAX_PARALLELISM, parallelism);
                channel(number, subtask, to).send(new StreamRecord<>(value));
            }
        }
    }

    /** Sends time to everyone who listens. */
    void send(Stage from, int subtask, Watermark watermark) {
        for (int number = 0; number < Stage.EDGES.size(); number++) {
            if (Stage.EDGES.get(number).from() == from) {
                for (int to = 0; to < parallelism; to++) {
                    channel(number, subtask, to).send(watermark);
                }
            }
        }
    }

    private Channel channel(int edge, int from, int to) {
        return channels.get((edge * parallelism + from) * parallelism + to);
    }
}
