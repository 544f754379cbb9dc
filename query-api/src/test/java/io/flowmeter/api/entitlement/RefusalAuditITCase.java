package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalAuditITCase {

    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("acme", limit("calls", "1"), limit("tokens", "5")).used("acme", "calls", "1");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void everyRefusalHasARow() {
        for (int i = 0; i < 5; i++) {
            limits.check("acme", "calls", "{\"quantity\":" + (i + 1) + "}");
        }

        assertThat(rows("asked")).containsExactly("1", "2", "3", "4", "5");
        assertThat(rows("refusals")).containsOnly("1");
    }

    @Test
    void ofVeryManyAMinuteTheRestIsCountedAndNoneIsMissing() {
        for (int i = 0; i < RefusalAudit.ROWS_A_MINUTE + 5; i++) {
            limits.check("acme", "calls", "{}");
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(refusals()).isEqualTo(RefusalAudit.ROWS_A_MINUTE + 5));
        assertThat(rows("refusals")).hasSizeBetween(61, 65);
    }

    @Test
    void whatIsCountedIsWrittenBeforeTheProcessEnds() {
        for (int i = 0; i < RefusalAudit.ROWS_A_MINUTE + 5; i++) {
            limits.check("acme", "calls", "{}");
        }

        api.close();

        assertThat(refusals()).isEqualTo(RefusalAudit.ROWS_A_MINUTE + 5);
    }

    @Test
    void theRowSaysHowMuchWasAskedOfTheMeterThatRefused() {
        api.post(
                "/v1/meters",
                """
                {"key":"calls-with-tokens","eventType":"tokens.used","aggregation":"COUNT",
                 "effectiveFrom":"2026-01-01T00:00:00Z"}
                """);
        LimitFixture.forgetCatalog(api.clock);

        api.post(
                "/v1/events?enforce=true",
                """
                {"specversion":"1.0","id":"t1","source":"s","type":"tokens.used","subject":"acme",
                 "time":"2026-03-20T10:07:00Z","data":{"tokens":7,"model":"m-3"}}
                """);

        assertThat(rows("meter")).containsExactly("tokens");
        assertThat(rows("asked")).containsExactly("7");
    }

    private long refusals() {
        return limits.rows(
                """
                SELECT coalesce(sum(CAST(after ->> 'refusals' AS bigint)), 0)
                  FROM audit_log WHERE action = 'limit.refuse' AND actor = 'admin0001'
                """);
    }

    private List<String> rows(String field) {
        return limits.texts(
                """
                SELECT after ->> '%s' FROM audit_log
                 WHERE action = 'limit.refuse' AND object LIKE 'limit/%%' ORDER BY seq
                """
                        .formatted(field));
    }
}
