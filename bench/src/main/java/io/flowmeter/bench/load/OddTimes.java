package io.flowmeter.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * Events whose time is not now. Late ones share few minutes and quarter-hours, so that the tables
 * stay small.
 */
final class OddTimes {
    private static final int[] HOURS = {1, 2, 3, 6, 12, 23, 30, 46};
    private static final int[] DAYS = {3, 5, 8, 21, 34, 40, 200, 400};
    private static final ZoneId CLOCK_CHANGER = ZoneId.of("Europe/Berlin");

    private OddTimes() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(500, stage -> play(stage, LoadKind.OUT_OF_ORDER)),
                new Scenario(150, stage -> play(stage, LoadKind.LATE_HOURS)),
                new Scenario(80, stage -> play(stage, LoadKind.LATE_DAYS)),
                new Scenario(60, stage -> play(stage, LoadKind.TOO_LATE)),
                new Scenario(80, stage -> play(stage, LoadKind.AHEAD)),
                new Scenario(40, stage -> play(stage, LoadKind.IN_FUTURE)),
                new Scenario(20, stage -> play(stage, LoadKind.YEAR_AHEAD)),
                new Scenario(60, stage -> play(stage, LoadKind.BOUNDARY)),
                new Scenario(40, stage -> play(stage, LoadKind.CLOCK_CHANGE)));
    }

    private static void play(Stage stage, LoadKind kind) {
        LoadTenant tenant = tenantFor(stage, kind);
        EventDraft draft = stage.draft(tenant);
        Instant time = time(stage, kind, tenant);
        EventDraft odd = draft.withIdentity(draft.id(), time);
        boolean isRefused =
                kind == LoadKind.TOO_LATE
                        || kind == LoadKind.IN_FUTURE
                        || kind == LoadKind.YEAR_AHEAD;
        if (isRefused) {
            stage.append(stage.write(kind, odd));
        } else {
            stage.send(kind, tenant, odd);
        }
    }

    /** Too late is nothing in the open namespace; days late is too late in the strict one. */
    private static LoadTenant tenantFor(Stage stage, LoadKind kind) {
        LoadTenant tenant = stage.tenant();
        String wanted =
                switch (kind) {
                    case TOO_LATE -> stage.settings().strictNamespace();
                    case LATE_DAYS, CLOCK_CHANGE -> stage.settings().openNamespace();
                    default -> tenant.namespace();
                };
        while (!tenant.namespace().equals(wanted)) {
            tenant = stage.tenant();
        }
        return tenant;
    }

    private static Instant time(Stage stage, LoadKind kind, LoadTenant tenant) {
        int chance = stage.random().nextInt(1_000_000);
        Instant now = stage.now();
        return switch (kind) {
            case OUT_OF_ORDER -> now.minusMillis(chance % 600_000);
            case LATE_HOURS ->
                    now.truncatedTo(ChronoUnit.HOURS)
                            .minus(Duration.ofHours(HOURS[chance % HOURS.length]))
                            .minusMillis(chance % 60_000);
            case LATE_DAYS -> daysAgo(now, chance);
            case TOO_LATE ->
                    now.minus(LoadSettings.STRICT_LATENESS)
                            .minusMillis(chance % 3 == 0 ? chance % 1_000 - 500L : chance * 600L);
            case AHEAD -> now.plusMillis(chance % 290_000);
            case IN_FUTURE -> now.plusSeconds(310 + chance % 86_400);
            case YEAR_AHEAD -> now.plus(Duration.ofDays(365)).plusMillis(chance);
            case BOUNDARY -> boundary(now, chance);
            case CLOCK_CHANGE -> aroundClockChange(tenant.zone(), now, chance);
            default -> throw new IllegalArgumentException(kind + " is in time");
        };
    }

    private static Instant daysAgo(Instant now, int chance) {
        if (chance % 10 == 0) {
            return now.minus(Duration.ofDays(2)).minusMillis(chance % 2_000 - 1_000L);
        }
        return now.truncatedTo(ChronoUnit.DAYS)
                .minus(Duration.ofDays(DAYS[chance % DAYS.length]))
                .plusMillis(chance % 1_800_000);
    }

    private static Instant boundary(Instant now, int chance) {
        // Midnight somewhere: UTC, or an offset of whole hours.
        Instant midnight =
                now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(chance % 4 * 6L));
        Instant month =
                midnight.atZone(ZoneOffset.UTC)
                        .withDayOfMonth(1)
                        .truncatedTo(ChronoUnit.DAYS)
                        .toInstant();
        return (chance % 3 == 0 ? month : midnight).minusMillis(chance % 2);
    }

    private static Instant aroundClockChange(ZoneId zone, Instant now, int chance) {
        ZoneOffsetTransition change = zone.getRules().previousTransition(now);
        if (change == null || change.getInstant().isBefore(now.minus(Duration.ofDays(366)))) {
            change = CLOCK_CHANGER.getRules().previousTransition(now);
        }
        long offsetMillis = (chance % 9 - 4) * Duration.ofMinutes(30).toMillis() - chance % 2;
        return change.getInstant().plusMillis(offsetMillis);
    }
}
