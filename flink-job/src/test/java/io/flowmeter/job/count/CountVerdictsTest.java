package io.flowmeter.job.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.store.StoreWrite;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CountVerdictsTest {

    @Test
    void totalsGoOnAfterARestart() throws Exception {
        var before = harness();
        before.open();
        count(before, "ACCEPTED", "");
        count(before, "ACCEPTED", "");
        count(before, "DEAD_LETTER", "TOO_LATE");
        OperatorSubtaskState snapshot = before.snapshot(1, 1);
        before.close();

        var after = harness();
        after.initializeState(snapshot);
        after.open();
        count(after, "ACCEPTED", "");

        assertThat(after.extractOutputValues())
                .containsExactly(StoreWrite.of(new EventCount("default", "ACCEPTED", "", 3, 3)));
        after.close();
    }

    @Test
    void aVerdictThatIsTakenBackRaisesTheRevision() throws Exception {
        var harness = harness();
        harness.open();
        count(harness, "ACCEPTED", "");
        count(harness, "ACCEPTED", "");

        harness.processElement(
                new StreamRecord<>(new EventCount("default", "ACCEPTED", "", -1, 4)));

        assertThat(harness.extractOutputValues())
                .last()
                .isEqualTo(StoreWrite.of(new EventCount("default", "ACCEPTED", "", 1, 6)));
        harness.close();
    }

    @Test
    void countersAreNamedByNamespaceVerdictAndReason() {
        Group root = new Group("");
        VerdictMetrics metrics = new VerdictMetrics(root);

        metrics.add(new EventCount("default", "ACCEPTED", "", 2, 2));
        metrics.add(new EventCount("default", "UNMATCHED", "any.type", 1, 1));
        metrics.add(new EventCount("", "DEAD_LETTER", "UNPARSABLE", 1, 1));
        metrics.add(new EventCount("default", "ACCEPTED", "", 1, 1));

        assertThat(root.values())
                .containsOnly(
                        Map.entry(".namespace.default.verdict.ACCEPTED.events", 3L),
                        Map.entry(".namespace.default.verdict.UNMATCHED.events", 1L),
                        Map.entry(
                                ".namespace.none.verdict.DEAD_LETTER.reason.UNPARSABLE.events",
                                1L));
    }

    private static KeyedOneInputStreamOperatorTestHarness<VerdictKey, EventCount, StoreWrite>
            harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CountVerdicts()),
                VerdictKey::of,
                TypeInformation.of(VerdictKey.class));
    }

    private static void count(
            KeyedOneInputStreamOperatorTestHarness<VerdictKey, EventCount, StoreWrite> harness,
            String verdict,
            String detail)
            throws Exception {
        harness.processElement(
                new StreamRecord<>(new EventCount("default", verdict, detail, 1, 1)));
    }

    /** Remembers its counters by their full names. */
    private static final class Group extends UnregisteredMetricsGroup {
        private final String name;
        private final Map<String, Counter> counters;

        Group(String name) {
            this(name, new HashMap<>());
        }

        private Group(String name, Map<String, Counter> counters) {
            this.name = name;
            this.counters = counters;
        }

        Map<String, Long> values() {
            Map<String, Long> values = new HashMap<>();
            counters.forEach((counter, count) -> values.put(counter, count.getCount()));
            return values;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Group(name + "." + key + "." + value, counters);
        }

        @Override
        public Counter counter(String counter) {
            return counters.computeIfAbsent(name + "." + counter, missing -> new SimpleCounter());
        }
    }
}
