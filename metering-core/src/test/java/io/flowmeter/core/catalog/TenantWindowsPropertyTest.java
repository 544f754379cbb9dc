package io.flowmeter.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.BillingCycle.Interval;
import io.flowmeter.core.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** For any versions of a tenant. */
class TenantWindowsPropertyTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");

    /** Events appended at one time share windows exactly if they lie in the same one. */
    @Property(seed = "1")
    void windowsOfOneAppendTimePartitionTime(
            @ForAll("tenantVersions") List<TenantVersion> versions,
            @ForAll("times") Instant first,
            @ForAll("times") Instant second,
            @ForAll("times") Instant appended,
            @ForAll Random random) {
        List<TenantVersion> shuffled = new ArrayList<>(versions);
        Collections.shuffle(shuffled, random);
        Catalog filled = new Catalog();
        shuffled.forEach(filled::add);

        TenantWindows one = filled.windows("shop", "acme", first, appended);
        TenantWindows other = filled.windows("shop", "acme", second, appended);

        assertThat(one.day().contains(first) && one.period().contains(first)).isTrue();
        assertThat(one.day().contains(second)).isEqualTo(one.day().equals(other.day()));
        assertThat(one.period().contains(second)).isEqualTo(one.period().equals(other.period()));
        assertThat(one.period().contains(one.day().start())).isTrue();
        assertThat(one.day().end()).isBeforeOrEqualTo(one.period().end());
    }

    /** What {@link TenantVersion} demands; a window computed afresh relies on it. */
    @Property(seed = "2")
    void eventsOfOneTimeShareAWindowWheneverTheyWereAppended(
            @ForAll("tenantVersions") List<TenantVersion> versions,
            @ForAll("times") Instant eventTime,
            @ForAll("times") Instant first,
            @ForAll("times") Instant second) {
        Catalog filled = new Catalog();
        versions.stream().map(TenantWindowsPropertyTest::effectiveInTime).forEach(filled::add);
        Instant earliest = eventTime.minus(TimePolicy.MAX_AHEAD);

        TenantWindows one = filled.windows("shop", "acme", eventTime, later(earliest, first));
        TenantWindows other = filled.windows("shop", "acme", eventTime, later(earliest, second));

        assertThat(one.day().start()).isEqualTo(other.day().start());
        assertThat(one.period().start()).isEqualTo(other.period().start());
        assertThat(start(one.month())).isEqualTo(start(other.month()));
    }

    private static @Nullable Instant start(@Nullable Window month) {
        return month == null ? null : month.start();
    }

    private static TenantVersion effectiveInTime(TenantVersion version) {
        return new TenantVersion(
                version.namespace(),
                version.tenant(),
                version.version(),
                version.billingCycle(),
                later(version.effectiveFrom(), version.recordedAt().plus(Duration.ofMinutes(15))),
                version.recordedAt());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Provide
    Arbitrary<List<TenantVersion>> tenantVersions() {
        Arbitrary<BillingCycle> cycles =
                Combinators.combine(
                                Arbitraries.of("UTC", "Europe/Berlin", "Asia/Kathmandu"),
                                Arbitraries.of(Interval.class),
                                Arbitraries.integers().between(1, 31).injectNull(0.3))
                        .as(
                                (zone, interval, day) ->
                                        new BillingCycle(
                                                ZoneId.of(zone),
                                                interval,
                                                day == null ? null : LocalDate.of(2025, 1, day)));
        return Combinators.combine(cycles, times(), times())
                .as((cycle, effective, recorded) -> List.of(cycle, effective, recorded))
                .list()
                .ofMaxSize(4)
                .map(
                        parts -> {
                            List<TenantVersion> versions = new ArrayList<>();
                            for (List<Object> part : parts) {
                                versions.add(
                                        new TenantVersion(
                                                "shop",
                                                "acme",
                                                versions.size() + 1,
                                                (BillingCycle) part.get(0),
                                                (Instant) part.get(1),
                                                (Instant) part.get(2)));
                            }
                            return versions;
                        });
    }

    /** Quarter-hours of three months. */
    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.integers()
                .between(0, 90 * 96)
                .map(quarter -> JANUARY.plus(Duration.ofMinutes(15L * quarter)));
    }
}
