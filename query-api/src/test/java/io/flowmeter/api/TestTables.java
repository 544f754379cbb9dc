package io.flowmeter.api;

import java.time.Instant;

/** What every test about usage or limits needs first: meters, and how far the job is. */
public final class TestTables {

    private TestTables() {}

    /**
     * @param more further fields, each after a comma
     */
    public static void meter(
            ApiFixture api, String key, String eventType, String aggregation, String more) {
        Answer answer =
                api.post(
                        "/v1/meters",
                        "{\"key\":\"%s\",\"eventType\":\"%s\",\"aggregation\":\"%s\"%s}"
                                .formatted(key, eventType, aggregation, more));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** Everything appended before is in the numbers. */
    public static void asOf(ApiFixture api, Instant watermark) {
        api.execute(
                """
                INSERT INTO job_progress (sink_uid, subtask, parallelism, checkpoint_id, watermark, committed_at)
                VALUES ('store', 0, 1, 1, CAST(? AS timestamptz), now())
                ON CONFLICT (sink_uid, subtask) DO UPDATE SET watermark = excluded.watermark
                """,
                watermark.toString());
    }
}
