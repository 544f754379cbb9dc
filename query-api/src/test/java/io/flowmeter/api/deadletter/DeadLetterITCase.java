package io.flowmeter.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterITCase {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        deadLetter(1, "TOO_LATE", "{\"id\": 1.0}".getBytes(StandardCharsets.UTF_8));
        deadLetter(2, "UNPARSABLE", new byte[] {(byte) 0xff, 1});
        deadLetter(3, "TOO_LATE", null);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void listIsPagedNewestFirst() {
        Answer first = api.get("/v1/dead-letters?limit=2");
        Answer second = api.get("/v1/dead-letters?limit=2&cursor=" + first.at("/nextCursor"));

        assertThat(first.json().at("/data").findValuesAsText("position"))
                .containsExactly("usage-events-4@3", "usage-events-4@2");
        assertThat(first.at("/data/1/valueBase64")).isEqualTo("/wE=");
        assertThat(second.json().at("/data").findValuesAsText("position"))
                .containsExactly("usage-events-4@1");
        assertThat(second.at("/data/0/value")).isEqualTo("{\"id\": 1.0}");
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(api.get("/v1/dead-letters?reason=UNPARSABLE").json().at("/data")).hasSize(1);
        assertThat(api.get("/v1/dead-letters?reason=LATE").status()).isEqualTo(400);
        assertThat(api.get("/v1/dead-letters?cursor=YWJj").status()).isEqualTo(400);
    }

    @Test
    void replayPutsTheOriginalOnTheLogOnce() {
        Answer replayed = api.post("/v1/dead-letters/usage-events-4@2:replay", "");
        Answer again = api.post("/v1/dead-letters/usage-events-4@2:replay", "");

        assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
        assertThat(replayed.at("/replayedAt")).isEqualTo(ApiFixture.NOW.toString());
        assertThat(again.at("/code")).isEqualTo("ALREADY_REPLAYED");
        var record = api.records().get(0);
        assertThat(record.value()).containsExactly(0xff, 1);
        assertThat(record.key()).isEqualTo("acme".getBytes(StandardCharsets.UTF_8));
        assertThat(
                        new String(
                                record.headers().lastHeader("content-type").value(),
                                StandardCharsets.UTF_8))
                .isEqualTo("application/json");
        assertThat(api.records()).hasSize(1);
        String audited =
                api.owner.withHandle(
                        handle ->
                                handle.createQuery("SELECT action || ' ' || object FROM audit_log")
                                        .mapTo(String.class)
                                        .one());
        assertThat(audited).isEqualTo("dead-letter.replay dead-letter/usage-events-4@2");
        assertThat(api.post("/v1/dead-letters/usage-events-4@9:replay", "").status())
                .isEqualTo(404);
        assertThat(api.post("/v1/dead-letters/x:replay", "").status()).isEqualTo(404);
        assertThat(
                        api.post(
                                        "/v1/dead-letters/usage-events-4@1:replay",
                                        "",
                                        "application/json",
                                        ApiFixture.FOREIGN_KEY)
                                .status())
                .isEqualTo(404);
    }

    @Test
    void replayThatWouldChangeNothingIsRefused() {
        api.execute("UPDATE dead_letter SET partial = true WHERE record_offset = 1");

        Answer answer = api.post("/v1/dead-letters/usage-events-4@1:replay", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("PARTIALLY_COUNTED");
        assertThat(api.records()).isEmpty();
    }

    @Test
    void conflictsAreListed() {
        api.execute(
                """
                INSERT INTO event_conflict VALUES
                ('usage-events', 1, 20, 'default', 'acme', 'gw', 'evt_1', 0, 7, '2026-03-01T00:00:00Z')
                """);

        Answer answer = api.get("/v1/event-conflicts");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"data\":[{\"position\":\"usage-events-1@20\",\"keptPosition\":\"usage-events-0@7\","
                                + "\"tenant\":\"acme\",\"source\":\"gw\",\"id\":\"evt_1\","
                                + "\"appendedAt\":\"2026-03-01T00:00:00Z\"}]}");
    }

    private void deadLetter(int offset, String reason, byte[] value) {
        api.execute(
                """
                INSERT INTO dead_letter (topic, partition_id, record_offset, namespace, tenant, reason,
                    detail, partial, appended_at, failed_at, record_key, record_value, record_headers)
                VALUES ('usage-events', 4, ?, 'default', 'acme', ?, 'why', false, now(),
                    CAST(? AS timestamptz), ?, ?, '{"content-type":"application/json"}')
                """,
                offset,
                reason,
                "2026-03-01T00:00:0" + offset + ".123456Z",
                "acme".getBytes(StandardCharsets.UTF_8),
                value);
    }
}
