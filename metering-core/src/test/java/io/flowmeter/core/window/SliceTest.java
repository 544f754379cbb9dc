package io.flowmeter.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SliceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest(name = "{0} of {1} begins at {2}")
    @CsvSource({
        "MINUTE, 2026-03-01T12:34:56.789Z, 2026-03-01T12:34:00Z",
        "MINUTE, 2026-03-01T12:34:00Z, 2026-03-01T12:34:00Z",
        "QUARTER_HOUR, 2026-03-01T12:34:56.789Z, 2026-03-01T12:30:00Z",
        "QUARTER_HOUR, 2026-03-01T12:29:59.999Z, 2026-03-01T12:15:00Z",
        "QUARTER_HOUR, 1969-12-31T23:59:59.999Z, 1969-12-31T23:45:00Z",
    })
    void sliceBeginsOnItsStep(Granularity slice, Instant time, Instant start) {
        assertThat(slice.sliceStart(time.toEpochMilli())).isEqualTo(start.toEpochMilli());
    }

    @ParameterizedTest
    @EnumSource(
            value = Granularity.class,
            names = {"DAY", "PERIOD"})
    void tenantsOwnWindowsAreNoSlices(Granularity granularity) {
        assertThatIllegalStateException().isThrownBy(granularity::sliceMillis);
    }

    @ParameterizedTest(name = "{0} at 12:07:30 reaches back to {1}")
    @CsvSource({
        "PT60M, 2026-03-01T11:08:00Z",
        "PT24H, 2026-02-28T12:15:00Z",
        "P30D, 2026-01-30T12:15:00Z",
    })
    void horizonCountsTheCurrentSliceAsOne(Horizon horizon, Instant oldest) {
        long now = NOON.plusSeconds(7 * 60 + 30).toEpochMilli();

        assertThat(Instant.ofEpochMilli(horizon.oldestSliceStart(now))).isEqualTo(oldest);
    }

    @Test
    void eventExactlyTwoDaysOldStillReachesItsMinute() {
        long appended = NOON.toEpochMilli();
        long twoDays = Duration.ofDays(2).toMillis();

        assertThat(SlicePolicy.DEFAULT.keepsMinute(appended - twoDays, appended)).isTrue();
        assertThat(SlicePolicy.DEFAULT.keepsMinute(appended - twoDays - 1, appended)).isFalse();
        assertThat(SlicePolicy.DEFAULT.keepsMinute(appended + 300_000, appended)).isTrue();
    }

    @Test
    void windowIsHalfOpen() {
        Window hour = new Window(NOON, NOON.plusSeconds(3600));

        assertThat(hour.contains(NOON)).isTrue();
        assertThat(hour.contains(NOON.minusMillis(1))).isFalse();
        assertThat(hour.contains(NOON.plusSeconds(3600).minusMillis(1))).isTrue();
        assertThat(hour.contains(NOON.plusSeconds(3600))).isFalse();
    }

    @Test
    void windowIsCutToTheCommonPart() {
        Window hour = new Window(NOON, NOON.plusSeconds(3600));

        assertThat(hour.clippedTo(NOON.plusSeconds(60), Instant.MAX))
                .isEqualTo(new Window(NOON.plusSeconds(60), NOON.plusSeconds(3600)));
        assertThat(hour.clippedTo(Instant.MIN, NOON.plusSeconds(60)))
                .isEqualTo(new Window(NOON, NOON.plusSeconds(60)));
    }

    @Test
    void emptyWindowIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(NOON, NOON))
                .withMessageContaining("2026-03-01T12:00:00Z");
    }
}
