package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.quickstart.sample.TraceFile;
import io.flowmeter.quickstart.sample.TraceRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedReplaysTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00.250Z");
    private static final TraceFile TRACE = trace("chat", "a1");

    @TempDir private Path directory;

    @Test
    void shiftedTraceEndsNow() throws IOException {
        var shifted = at(NOW).shifted(TRACE);

        assertThat(TRACE.end().plus(shifted.shift())).isBetween(NOW, NOW.plusNanos(999_999));
    }

    @Test
    void laterReplayMovesTimesAsFarAsTheFirst() throws IOException {
        var first = at(NOW).shifted(TRACE);

        assertThat(at(NOW.plusSeconds(3600)).shifted(TRACE)).isEqualTo(first);
    }

    @Test
    void originalTimesStay() throws IOException {
        at(NOW).shifted(TRACE);

        assertThat(at(NOW).original(TRACE).shift()).isEqualTo(Duration.ZERO);
    }

    @Test
    void otherContentUnderTheSameNameIsRefused() throws IOException {
        at(NOW).shifted(TRACE);

        assertThatThrownBy(() -> at(NOW).shifted(trace("chat", "b2")))
                .isInstanceOf(RefusedStartException.class)
                .hasMessageContaining("another trace named chat was replayed");
        assertThat(at(NOW).shifted(trace("other", "b2"))).isNotNull();
    }

    @Test
    void eachGeneratedLoadIsANewOne() throws IOException {
        assertThat(at(NOW).nextGeneratedName()).isEqualTo("generated-1");
        assertThat(at(NOW).nextGeneratedName()).isEqualTo("generated-2");
    }

    private RecordedReplays at(Instant now) throws IOException {
        return new RecordedReplays(directory, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static TraceFile trace(String name, String sha256) {
        var time = Instant.parse("2023-11-16T19:14:08.402527100Z");
        return new TraceFile(name, sha256, List.of(new TraceRow(1, time, 374, 44)));
    }
}
