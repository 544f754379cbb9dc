package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSizeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void daysHave23And25HoursWhereClocksChange() {
        assertThat(days("2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z"))
                .extracting(WindowSizeTest::length)
                .containsExactly(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(days("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"))
                .extracting(WindowSizeTest::length)
                .containsExactly(Duration.ofHours(25));
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR, Australia/Lord_Howe",
        "HOUR, Asia/Kolkata",
        "DAY, Pacific/Apia",
        "DAY, America/Sao_Paulo",
        "MONTH, Asia/Kathmandu",
        "QUARTER_HOUR, Europe/Berlin"
    })
    void windowsAreContiguousAndCoverTheRange(WindowSize size, String zone) {
        var from = Instant.parse("2011-12-20T10:07:00Z");
        var to = Instant.parse("2012-10-31T11:22:00Z");

        List<Window> windows = size.windows(from, to, ZoneId.of(zone));

        assertThat(windows.get(0).start()).isEqualTo(from);
        assertThat(windows.get(windows.size() - 1).end()).isEqualTo(to);
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).start()).isEqualTo(windows.get(i - 1).end());
        }
    }

    @Test
    void hoursOfKolkataBeginAtTheHalfHour() {
        var windows =
                WindowSize.HOUR.windows(
                        Instant.parse("2026-03-01T00:00:00Z"),
                        Instant.parse("2026-03-01T02:00:00Z"),
                        ZoneId.of("Asia/Kolkata"));

        assertThat(windows)
                .extracting(Window::start)
                .containsExactly(
                        Instant.parse("2026-03-01T00:00:00Z"),
                        Instant.parse("2026-03-01T00:30:00Z"),
                        Instant.parse("2026-03-01T01:30:00Z"));
    }

    @Test
    void namesOfOpenMeterAndIsoAreRead() {
        assertThat(WindowSize.parse("PT15M")).isEqualTo(WindowSize.QUARTER_HOUR);
        assertThat(WindowSize.parse("day")).isEqualTo(WindowSize.DAY);
        assertThatThrownBy(() -> WindowSize.parse("P7D")).hasMessageContaining("must be MINUTE");
    }

    @Test
    void tooManyWindowsAreRefused() {
        assertThatThrownBy(
                        () ->
                                WindowSize.MINUTE.windows(
                                        Instant.EPOCH,
                                        Instant.parse("9999-12-31T00:00:00Z"),
                                        BERLIN))
                .isInstanceOf(ProblemException.class);
    }

    private static List<Window> days(String from, String to) {
        return WindowSize.DAY.windows(Instant.parse(from), Instant.parse(to), BERLIN);
    }

    private static Duration length(Window window) {
        return Duration.between(window.start(), window.end());
    }
}
