package io.flowmeter.job.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/** The way from a subtask of one operator to a subtask of another: first in, first out. */
final class Channel {
    private final Deque<StreamElement> waiting = new ArrayDeque<>();
    private final Receiver receiver;
    private long watermark = Long.MIN_VALUE;

    Channel(Receiver receiver) {
        this.receiver = receiver;
        receiver.channels.add(this);
    }

    boolean leadsTo(Stage stage) {
        return receiver.stage == stage;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void send(StreamElement element) {
        waiting.add(element);
    }

    /**
     * Gives the receiver the first element.
     *
     * @return the receiver, for what it sends on
     */
    Receiver deliver() throws Exception {
        StreamElement element = waiting.remove();
        if (element.isWatermark()) {
            watermark = element.asWatermark().getTimestamp();
            receiver.advance();
        } else {
            receiver.receive(element.asRecord());
        }
        return receiver;
    }

    /** A subtask that many channels lead to: its time is that of the slowest. */
    static final class Receiver {
        final Stage stage;
        final int subtask;
        final AbstractStreamOperatorTestHarness<?> harness;
        private final List<Channel> channels = new ArrayList<>();
        private long watermark = Long.MIN_VALUE;

        Receiver(Stage stage, int subtask, AbstractStreamOperatorTestHarness<?> harness) {
            this.stage = stage;
            this.subtask = subtask;
            this.harness = harness;
        }

        @SuppressWarnings("unchecked") // the edges of Stage carry what the operator reads
        private void receive(StreamRecord<?> record) throws Exception {
            if (harness instanceof TwoInputStreamOperatorTestHarness) {
                ((TwoInputStreamOperatorTestHarness<Object, ?, ?>) harness)
                        .processElement1((StreamRecord<Object>) record);
            } else {
                ((OneInputStreamOperatorTestHarness<Object, ?>) harness)
                        .processElement((StreamRecord<Object>) record);
            }
        }

        private void advance() throws Exception {
            long slowest =
                    channels.stream().mapToLong(channel -> channel.watermark).min().orElseThrow();
            if (slowest > watermark) {
                watermark = slowest;
                if (harness instanceof TwoInputStreamOperatorTestHarness<?, ?, ?> two) {
                    two.processWatermark1(new Watermark(slowest));
                } else {
                    ((OneInputStreamOperatorTestHarness<?, ?>) harness)
                            .processWatermark(new Watermark(slowest));
                }
            }
        }
    }
}
