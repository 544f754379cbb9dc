package io.flowmeter.job.count;

import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.store.StoreWrite;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Adds up verdicts per namespace, verdict and detail, exactly once, as all other numbers. */
public final class CountVerdicts extends KeyedProcessFunction<VerdictKey, EventCount, StoreWrite> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> total;
    private transient ValueState<Long> revision; // absent in what release 0.1.0 left
    private transient VerdictMetrics metrics;

    @Override
    public void open(OpenContext context) {
        total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Long.class));
        revision = getRuntimeContext().getState(new ValueStateDescriptor<>("revision", Long.class));
        metrics = new VerdictMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(EventCount counted, Context context, Collector<StoreWrite> out)
            throws Exception {
        long before = Objects.requireNonNullElse(total.value(), 0L);
        long after = before + counted.events();
        long raised = Objects.requireNonNullElse(revision.value(), before) + counted.revision();
        total.update(after);
        revision.update(raised);
        metrics.add(counted);
        out.collect(
                StoreWrite.of(
                        new EventCount(
                                counted.namespace(),
                                counted.verdict(),
                                counted.detail(),
                                after,
                                raised)));
    }
}
