package io.flowmeter.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimePolicyTest {
    private static final Instant APPENDED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    @Test
    void eventAsOldAsAllowedIsAccepted() {
        assertThat(verdictOnAge(TimePolicy.DEFAULT_LATENESS)).isEmpty();
    }

    @Test
    void eventOneMillisecondOlderIsTooLate() {
        assertThat(verdictOnAge(TimePolicy.DEFAULT_LATENESS.plus(MILLISECOND)))
                .contains(RejectionReason.TOO_LATE);
    }

    @Test
    void eventFiveMinutesAheadIsAccepted() {
        assertThat(verdictOnAge(TimePolicy.MAX_AHEAD.negated())).isEmpty();
    }

    @Test
    void eventOneMillisecondFurtherAheadIsInTheFuture() {
        assertThat(verdictOnAge(TimePolicy.MAX_AHEAD.plus(MILLISECOND).negated()))
                .contains(RejectionReason.IN_FUTURE);
    }

    @Test
    void allowedLatenessOfNothingRefusesWhatIsAMillisecondOld() {
        TimePolicy policy = new TimePolicy(Duration.ZERO);

        assertThat(policy.judge(APPENDED, APPENDED)).isEmpty();
        assertThat(policy.judge(APPENDED.minus(MILLISECOND), APPENDED)).isPresent();
    }

    @Test
    void unlimitedLatenessAcceptsAnyPastButNotTheFuture() {
        TimePolicy unlimited = new TimePolicy(null);

        assertThat(unlimited.judge(Instant.EPOCH, APPENDED)).isEmpty();
        assertThat(unlimited.judge(APPENDED.plus(Duration.ofMinutes(6)), APPENDED)).isPresent();
    }

    @Test
    void refusalNamesBothTimesAndTheBound() {
        TimePolicy policy = new TimePolicy(Duration.ofDays(35));

        Optional<RejectedEventException> late =
                policy.judge(Instant.parse("2026-01-01T00:00:00Z"), APPENDED);
        Optional<RejectedEventException> ahead =
                policy.judge(Instant.parse("2027-01-01T00:00:00Z"), APPENDED);

        assertThat(late.orElseThrow().detail())
                .contains("2026-01-01T00:00:00Z", "PT840H", "2026-03-01T12:00:00Z");
        assertThat(ahead.orElseThrow().detail())
                .contains("2027-01-01T00:00:00Z", "PT5M", "2026-03-01T12:00:00Z");
    }

    private static Optional<RejectionReason> verdictOnAge(Duration age) {
        return new TimePolicy(TimePolicy.DEFAULT_LATENESS)
                .judge(APPENDED.minus(age), APPENDED)
                .map(RejectedEventException::reason);
    }
}
