package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class FlinkAnswersTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void flinkRunNamesTheJob() {
        var output =
                """
                Application has been submitted with something else
                Job has been submitted with JobID 8f8bd351691db2bf5358d21d4b0b1d9b
                """;

        assertThat(JobSubmission.parseId(output)).isEqualTo("8f8bd351691db2bf5358d21d4b0b1d9b");
    }

    @Test
    void flinkRunThatNamesNoJobIsAnError() {
        assertThatThrownBy(() -> JobSubmission.parseId("The program finished"))
                .hasMessageContaining("The program finished");
    }

    @Test
    void savepointInProgressIsNotComplete() throws Exception {
        var answer = JSON.readTree("{\"status\": {\"id\": \"IN_PROGRESS\"}, \"operation\": null}");

        assertThat(Savepoints.isComplete(answer)).isFalse();
    }

    @Test
    void failedSavepointTellsWhy() throws Exception {
        var answer =
                JSON.readTree(
                        """
                        {"status": {"id": "COMPLETED"},
                         "operation": {"failure-cause": {"stack-trace": "no space left"}}}
                        """);

        assertThatThrownBy(() -> Savepoints.isComplete(answer))
                .hasMessage("the savepoint failed: no space left");
    }

    @Test
    void wordThatFlinkMayAddLaterIsAnUnknownState() {
        assertThat(JobState.of("RESTARTING")).isEqualTo(JobState.RESTARTING);
        assertThat(JobState.of("DREAMING")).isEqualTo(JobState.UNKNOWN);
    }
}
