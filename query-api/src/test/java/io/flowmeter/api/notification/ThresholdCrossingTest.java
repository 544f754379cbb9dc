package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.threshold.LimitWindow;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdCrossingTest {

    private static final Instant NOON = Instant.parse("2026-03-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "75%, 1000, 750, LIMIT_WARNING",
        "94.9%, 1000, 949, LIMIT_WARNING",
        "95%, 1000, 950, LIMIT_CRITICAL",
        "99.999%, 1000, 999.99, LIMIT_CRITICAL",
        "100%, 1000, 1000, LIMIT_EXCEEDED",
        "150%, 1000, 1500, LIMIT_EXCEEDED",
        "100%, 0, 0, LIMIT_EXCEEDED",
        "80%, , , LIMIT_WARNING",
        "949, 1000, 949, LIMIT_WARNING",
        "950, 1000, 950, LIMIT_CRITICAL",
        "999.5, 1000, 999.5, LIMIT_CRITICAL",
        "1000, 1000, 1000, LIMIT_EXCEEDED",
        "5000, 1000, 5000, LIMIT_EXCEEDED",
        "500, , 500, LIMIT_WARNING",
        "0, 0, 0, LIMIT_EXCEEDED"
    })
    void kindFollowsTheThresholdsShareOfTheLimit(
            String threshold, BigDecimal limit, BigDecimal thresholdQuantity, String kind) {
        var crossing = crossing(threshold, false, limit, thresholdQuantity);

        assertThat(crossing.kind()).isEqualTo(NotificationKind.valueOf(kind));
    }

    @Test
    void recoveryIsAKindOfItsOwn() {
        var recovered = crossing("100%", true, BigDecimal.TEN, BigDecimal.TEN).notice();

        assertThat(recovered.kind()).isEqualTo(NotificationKind.LIMIT_RECOVERED);
        assertThat(recovered.summary())
                .isEqualTo("acme fell below 100% of the limit calls: 801 of 10 api_calls");
    }

    @Test
    void noticeSaysWhatTheRowSays() {
        var notice =
                crossing("80%", false, new BigDecimal("1000"), new BigDecimal("800.0")).notice();

        assertThat(notice.summary())
                .isEqualTo("acme reached 80% of the limit calls: 801 of 1000 api_calls");
        assertThat(notice.occurredAt()).isEqualTo(NOON);
        assertThat(notice.data().toString())
                .contains("\"thresholdQuantity\":\"800.0\"", "\"quantity\":\"801\"")
                .contains("\"windowStart\":\"2026-03-20T12:00:00Z\"", "\"dimensions\":null");
        assertThat(notice.dedupeKey())
                .isEqualTo(
                        "[\"api_calls\",\"calls\",\"PERIOD\",\"2026-03-20T12:00:00Z\",\"h\",\"80%\",\"CROSSED\",1]");
    }

    private static ThresholdCrossing crossing(
            String threshold, boolean isRecovery, BigDecimal limit, BigDecimal thresholdQuantity) {
        return new ThresholdCrossing(
                "acme",
                "calls",
                "api_calls",
                LimitWindow.PERIOD,
                NOON,
                null,
                "h",
                null,
                threshold,
                isRecovery,
                1,
                limit,
                thresholdQuantity,
                new BigDecimal("801"),
                NOON);
    }
}
