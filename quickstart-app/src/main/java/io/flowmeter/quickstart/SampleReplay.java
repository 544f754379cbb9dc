package io.flowmeter.quickstart;

import io.flowmeter.core.event.Verdict;
import io.flowmeter.quickstart.compare.Comparison;
import io.flowmeter.quickstart.compare.ComparisonTable;
import io.flowmeter.quickstart.replay.ConsoleProgress;
import io.flowmeter.quickstart.replay.CountingProgress;
import io.flowmeter.quickstart.replay.EventCounts;
import io.flowmeter.quickstart.replay.EventReplay;
import io.flowmeter.quickstart.replay.TopicEnd;
import io.flowmeter.quickstart.sample.Dataset;
import io.flowmeter.quickstart.sample.ExpectedUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;

/** Sends a dataset through Kafka, waits until it is counted, and compares the outcome. */
final class SampleReplay {

    private static final Duration COUNTING_PATIENCE = Duration.ofSeconds(60);
    private static final Duration COMPARING_PATIENCE = Duration.ofSeconds(15);

    private final RunningFlowmeter flowmeter;
    private final SampleAccess access;
    private final ConsoleProgress progress;
    private final PrintWriter out;

    SampleReplay(
            RunningFlowmeter flowmeter,
            SampleAccess access,
            ConsoleProgress progress,
            PrintWriter out) {
        this.flowmeter = flowmeter;
        this.access = access;
        this.progress = progress;
        this.out = out;
    }

    /**
     * Does it and prints how it went.
     *
     * @return whether every quantity is equal
     */
    boolean run(ReplayPlan plan) throws IOException, SQLException {
        Dataset dataset = plan.dataset();
        ApiClient api = access.open(plan.namespace());
        new SampleCatalog(api).create(dataset.tenants(), dataset.meters());
        out.printf(
                "%nReplaying %s: %,d events, namespace %s%n",
                dataset.name(), dataset.size(), plan.namespace().key());
        EventCounts before = catchUp();
        send(plan);
        EventCounts counted = count("counted", before).since(before);
        print(counted);
        return compare(plan, api);
    }

    private void send(ReplayPlan plan) {
        try (var replay =
                        new EventReplay(
                                flowmeter.parts().bootstrapServers(),
                                EmbeddedParts.EVENTS_TOPIC,
                                plan.namespace().key());
                var sent = progress.start("sent to Kafka", plan.dataset().size())) {
            replay.send(plan.dataset(), plan.eventsPerSecond(), sent);
        }
    }

    private long topicEnd() {
        return TopicEnd.read(flowmeter.parts().bootstrapServers(), EmbeddedParts.EVENTS_TOPIC);
    }

    /** Lets the job count what an earlier start has sent and did not come to count. */
    private EventCounts catchUp() {
        EventCounts before = flowmeter.counts();
        return before.total() == topicEnd() ? before : count("caught up", before);
    }

    private EventCounts count(String task, EventCounts before) {
        long end = topicEnd();
        try (var counted = progress.start(task, end - before.total())) {
            return new CountingProgress(flowmeter::counts, COUNTING_PATIENCE)
                    .await(before, end, counted);
        }
    }

    private void print(EventCounts counted) {
        out.printf(
                "%,d accepted, %,d duplicates, %,d conflicts, %,d dead letters, %,d unmatched%n%n",
                counted.of(Verdict.ACCEPTED),
                counted.of(Verdict.DUPLICATE),
                counted.of(Verdict.CONFLICT),
                counted.of(Verdict.DEAD_LETTER),
                counted.of(Verdict.UNMATCHED));
    }

    private boolean compare(ReplayPlan plan, ApiClient api) {
        var expected = ExpectedUsage.of(plan.dataset());
        var metered = new MeteredUsage(api, plan.dataset().name(), COMPARING_PATIENCE);
        var comparison = Comparison.of(expected, metered::awaitQuantity);
        new ComparisonTable(out).print(comparison, plan.origin());
        long lines = comparison.lines();
        long differing = comparison.differing();
        double seconds =
                (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
                        / 1000.0;
        if (differing == 0) {
            out.printf("✓ all %,d quantities are equal", lines);
        } else {
            out.printf("✗ %,d of %,d quantities differ", differing, lines);
        }
        out.printf("; replayed and verified %.1f s after the start%n", seconds);
        return differing == 0;
    }
}
