package io.flowmeter.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadLetterSinkITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final Configuration configuration = StorePipeline.configuration();

    @Test
    void checkpointStoresWhatHasNotFilledABatch() throws Exception {
        var job = start(40, 10);

        await().until(() -> database.count("dead_letter") > 0);

        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        job.getJobExecutionResult().get();
        assertThat(database.count("dead_letter")).isEqualTo(40);
    }

    /** Flink stops the whole task manager if a sink throws when it is closed. */
    @Test
    void outageRestartsTheJobAndNothingElse() throws Exception {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
        var startsBefore = DeadLetterPipeline.starts();
        var job = start(1_000, 300);
        await().until(() -> database.count("dead_letter") > 0);

        database.refuseTheJob();
        await().until(() -> DeadLetterPipeline.starts() > startsBefore + 2);
        database.admitTheJob();

        job.getJobExecutionResult().get(20, TimeUnit.SECONDS);
        assertThat(database.count("dead_letter")).isEqualTo(1_000);
    }

    /** It was taken with the JDBC connector's sink; without permission to leave state behind. */
    @Test
    void savepointOfTheFirstReleaseIsRestored() throws Exception {
        var savepoint = "/savepoint-0.1.0-dead-letter-table/_metadata";
        var metadata = Path.of(DeadLetterSinkITCase.class.getResource(savepoint).toURI());
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, metadata.getParent().toString());

        start(6, 1_000).getJobExecutionResult().get();

        assertThat(database.count("dead_letter")).isEqualTo(6);
    }

    private JobClient start(long letters, double perSecond) throws Exception {
        var sink = new DeadLetterSink(database.settings(), CommitTrial.QUICK);
        return DeadLetterPipeline.start(configuration, sink, letters, perSecond);
    }
}
