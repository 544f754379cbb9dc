package io.flowmeter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixLogTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final LoadTenant TENANT =
            new LoadTenant(
                    "shop", "prefix-1", 0, ZoneId.of("UTC"), "MONTH", null, LoadTenant.Role.PREFIX);

    private Instant now = NOON;
    private final PrefixLog log =
            new PrefixLog(List.of(TENANT), Duration.ofMinutes(1), new SteppedClock());

    @Test
    void onlyNumbersAppendedStrictlyBeforeAreExpected() {
        log.appended(TENANT, 1, NOON);
        log.appended(TENANT, 2, NOON);
        log.appended(TENANT, 3, NOON.plusMillis(1));

        assertThat(log.appendedBefore(TENANT, NOON)).isZero();
        assertThat(log.appendedBefore(TENANT, NOON.plusMillis(1))).isEqualTo(2);
        assertThat(log.appendedBefore(TENANT, NOON.plusMillis(2))).isEqualTo(3);
    }

    @Test
    void aCopyWithinTheWindowChangesNothing() {
        log.appended(TENANT, 1, NOON);
        log.sentCopy(TENANT, 1);
        log.appendedCopy(TENANT, 1, NOON.plusSeconds(60));

        assertThat(log.isExact(TENANT)).isTrue();
    }

    @Test
    void aCopyBeyondTheWindowCountsAgain() {
        log.appended(TENANT, 1, NOON);
        log.sentCopy(TENANT, 1);
        log.appendedCopy(TENANT, 1, NOON.plusSeconds(61));

        assertThat(log.isExact(TENANT)).isFalse();
    }

    @Test
    void aCopyUnacknowledgedForLongIsDoubtful() {
        log.appended(TENANT, 1, NOON);
        log.sentCopy(TENANT, 1);
        assertThat(log.isExact(TENANT)).isTrue();

        now = NOON.plusSeconds(45);
        assertThat(log.isExact(TENANT)).isFalse();

        log.appendedCopy(TENANT, 1, NOON.plusSeconds(44));
        assertThat(log.isExact(TENANT)).isTrue();
    }

    @Test
    void aLostNumberLeavesAGap() {
        log.appended(TENANT, 1, NOON);
        log.lost(TENANT, 2, false);
        log.appended(TENANT, 3, NOON);

        assertThat(log.isExact(TENANT)).isFalse();
    }

    private final class SteppedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
