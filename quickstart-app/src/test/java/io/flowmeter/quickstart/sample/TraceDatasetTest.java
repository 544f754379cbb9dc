package io.flowmeter.quickstart.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TraceDatasetTest {

    private static final Instant TIME = Instant.parse("2023-11-16T18:15:46.680590Z");

    @Test
    void rowBecomesAnEventWhoseIdentityIsItsFileAndNumber() {
        var trace = trace(Duration.ofDays(1), new TraceRow(7, TIME, 374, 44));

        assertThat(events(trace))
                .containsExactly(
                        new SampleEvent(
                                "acme",
                                "trace/chat",
                                "chat-000007",
                                "llm.request",
                                TIME.plus(Duration.ofDays(1)),
                                Map.of(
                                        "contextTokens",
                                        374L,
                                        "generatedTokens",
                                        44L,
                                        "dataset",
                                        "chat")));
    }

    @Test
    void lastDigitOfContextTokensDecidesTheTenant() {
        var rows =
                LongStream.range(0, 10)
                        .mapToObj(digit -> new TraceRow(digit + 1, TIME, 100 + digit, 1))
                        .toArray(TraceRow[]::new);

        assertThat(events(trace(Duration.ZERO, rows)))
                .extracting(SampleEvent::tenant)
                .containsExactly(
                        "acme", "acme", "acme", "acme", "acme", "globex", "globex", "globex",
                        "initech", "initech");
    }

    @Test
    void shiftThatWouldMoveEventsBetweenMillisecondsIsRefused() {
        assertThatThrownBy(() -> trace(Duration.ofNanos(1_000_001)))
                .hasMessageContaining("shift must be whole milliseconds");
    }

    private static TraceDataset trace(Duration shift, TraceRow... rows) {
        return new TraceDataset(new TraceFile("chat", "", List.of(rows)), shift);
    }

    private static List<SampleEvent> events(Dataset dataset) {
        List<SampleEvent> events = new ArrayList<>();
        dataset.forEach(events::add);
        return events;
    }
}
