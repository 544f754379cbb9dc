package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final String DAY = "{'allowedLatenessSeconds':86400}";

    @Test
    void bothBoundsOfTimeAreAccepted() {
        TestLog log =
                new TestLog()
                        .meter("calls", "COUNT", "")
                        .event(0, 0, "a", "2026-03-10T10:05:00.000Z", "{}")
                        .event(0, 0, "b", "2026-03-10T10:05:00.001Z", "{}")
                        .event(0, 0, "c", "2026-03-09T10:00:00.000Z", "{}")
                        .event(0, 0, "d", "2026-03-09T09:59:59.999Z", "{}");

        assertThat(log.letters()).containsExactly("IN_FUTURE", "TOO_LATE");
    }

    @Test
    void namespaceRulesFromWhenItWasRecorded() {
        Instant later = TestLog.START.plusSeconds(10);
        TestLog log =
                new TestLog()
                        .catalog("new", "NAMESPACE", "new", 1, DAY, later)
                        .raw(0, 9, "{'namespace':'new'," + rest("a"))
                        .raw(0, 10, "{'namespace':'new'," + rest("b"));

        assertThat(log.letters()).containsExactly("UNKNOWN_NAMESPACE");
        assertThat(log.expectation().verdicts().records()).containsEntry("", 1L);
        assertThat(log.expectation().verdicts().records()).containsEntry("new", 1L);
    }

    @Test
    void namespacesThatDoNotExistShareOneCountWhateverElseIsWrong() {
        TestLog log =
                new TestLog()
                        .raw(0, 9, "{'namespace':'invented'," + rest("a"))
                        .raw(0, 9, "{'namespace':'invented','time':7}");

        assertThat(log.letters()).containsExactly("UNKNOWN_NAMESPACE", "INVALID_ATTRIBUTE");
        assertThat(log.expectation().verdicts().records()).isEqualTo(Map.of("", 2L));
    }

    @Test
    void nullLatenessIsUnlimited() {
        TestLog log =
                new TestLog()
                        .catalog("default", "NAMESPACE", "default", 2, DAY.replace("86400", "null"))
                        .event(0, 0, "old", "1970-01-01T00:00:00Z", "{}");

        assertThat(log.letters()).isEmpty();
    }

    @Test
    void greatestMeterVersionInForceRules() {
        TestLog log =
                new TestLog()
                        .meter("calls", "SUM", "'valueProperty':'$.n'")
                        .catalog(
                                "default",
                                "METER",
                                "calls",
                                2,
                                "{'eventType':'call','aggregation':'SUM','valueProperty':'$.m',"
                                        + "'maxDimensionSets':2,'archived':false,"
                                        + "'effectiveFrom':'2026-03-10T10:00:00Z'}",
                                TestLog.START.plusSeconds(30))
                        .event(0, 29, "a", "2026-03-10T10:00:00Z", "{'n':1,'m':10}")
                        .event(0, 30, "b", "2026-03-10T10:00:00Z", "{'n':2,'m':20}")
                        .event(0, 30, "c", "2026-03-10T09:59:59Z", "{'n':4,'m':40}");

        assertThat(log.aggregate("calls", "DAY", "2026-03-10T00:00:00Z"))
                .isEqualTo(Optional.of("3 events, 25"));
    }

    @Test
    void dayAndPeriodAreCutWhereAnotherVersionOfTheTenantBegins() {
        String tenant =
                "{'timeZone':'Asia/Kolkata','billingInterval':'YEAR','billingAnchor':null,"
                        + "'effectiveFrom':'2026-03-10T10:15:00Z','archived':false}";
        Rules rules =
                new Rules(
                        List.of(
                                new Versions.Change(
                                        "default",
                                        "TENANT",
                                        "acme",
                                        1,
                                        Objects.requireNonNull(
                                                Snapshot.json(TestLog.quoted(tenant))),
                                        TestLog.START)));
        Identity acme = new Identity("default", "acme", "s", "e");
        Instant before = Instant.parse("2026-03-10T10:14:59Z");
        Instant cut = Instant.parse("2026-03-10T10:15:00Z");

        assertThat(rules.day(acme, before, TestLog.START))
                .isEqualTo(Span.of(Instant.parse("2026-03-10T00:00:00Z"), cut));
        assertThat(rules.day(acme, cut, TestLog.START))
                .isEqualTo(Span.of(cut, Instant.parse("2026-03-10T18:30:00Z")));
        assertThat(rules.period(acme, cut, TestLog.START))
                .isEqualTo(Span.of(cut, Instant.parse("2026-12-31T18:30:00Z")));
        assertThat(rules.day(acme, cut, TestLog.START.minusMillis(1)))
                .as("not yet recorded")
                .isEqualTo(TenantCalendar.day(cut, ZoneOffset.UTC));
    }

    private static String rest(String id) {
        return "'specversion':'1.0','subject':'acme','source':'s','type':'t','time':'"
                + TestLog.START
                + "','id':'"
                + id
                + "'}";
    }
}
