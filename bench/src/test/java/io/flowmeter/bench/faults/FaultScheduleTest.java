package io.flowmeter.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    @Test
    void sameSeedGivesTheSameFaults() {
        assertThat(faults(1, 100)).isEqualTo(faults(1, 100)).isNotEqualTo(faults(2, 100));
    }

    @Test
    void everyKindStrikesBeforeAnyStrikesTwice() {
        List<PlannedFault> once = faults(7, ALL.size());

        assertThat(once).extracting(PlannedFault::kind).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void pausesTakeFromFiveSecondsToTheLongest() {
        List<Duration> pauses =
                faults(3, 1_000).stream()
                        .filter(fault -> fault.kind().name().startsWith("PAUSE"))
                        .map(PlannedFault::length)
                        .toList();

        assertThat(pauses)
                .isNotEmpty()
                .allSatisfy(
                        pause -> assertThat(pause).isBetween(Duration.ofSeconds(5), LONGEST_PAUSE));
    }

    @Test
    void neverDoesWhatTheMachineDoesNotAllow() {
        Set<FaultKind> some = EnumSet.of(FaultKind.KILL_API, FaultKind.RESCALE);
        FaultSchedule schedule = new FaultSchedule(1, some, LONGEST_PAUSE);

        assertThat(Stream.generate(schedule::next).limit(50))
                .extracting(PlannedFault::kind)
                .containsOnly(FaultKind.KILL_API, FaultKind.RESCALE);
    }

    @Test
    void refusesPausesThatAreTooShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultSchedule(1, ALL, Duration.ofSeconds(4)))
                .withMessageContaining("PT4S");
    }

    private static List<PlannedFault> faults(long seed, int count) {
        FaultSchedule schedule = new FaultSchedule(seed, ALL, LONGEST_PAUSE);
        return Stream.generate(schedule::next).limit(count).toList();
    }
}
