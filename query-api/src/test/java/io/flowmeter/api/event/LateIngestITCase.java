package io.flowmeter.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestTables;
import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.entitlement.Entitlements;
import io.flowmeter.api.eventlog.EventLog;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A process that stands still between reserving and publishing. */
class LateIngestITCase {

    private static final EventBatch BATCH =
            EventBatch.ofJson(
                    """
                    {"specversion":"1.0","id":"e1","source":"s","type":"calls.used","subject":"acme",
                     "time":"2026-03-20T10:07:00Z"}
                    """);
    private static final Caller CALLER = new Caller("admin0001", "default", null, Set.of("ingest"));

    private final List<LogRecord> appended = new ArrayList<>();

    @Test
    void eventsReservedTooLongAgoAreNotPublishedButMayBeSentAgain() {
        try (ApiFixture api = ApiFixture.start();
                var database =
                        new Database(api.databaseUrl, EmbeddedDatabase.shared().apiUser(), "");
                var entitlements =
                        new Entitlements(
                                database.transactions(), api.clock, Duration.ofSeconds(60))) {
            TestTables.meter(
                    api,
                    "calls",
                    "calls.used",
                    "COUNT",
                    ",\"effectiveFrom\":\"2026-01-01T00:00:00Z\"");
            TestTables.asOf(api, ApiFixture.NOW);
            api.write(
                    "PUT",
                    "/v1/tenants/acme/subscription",
                    "{\"plan\":null,\"limits\":[{\"meter\":\"calls\",\"quantity\":1,\"graceDays\":0}]}");
            EventLog log = this::append;
            long pause = Duration.ofSeconds(21).toNanos();
            var late =
                    new EnforcedIngest(
                            log, entitlements.admissions(), () -> System.nanoTime() + pause);

            assertThatThrownBy(() -> late.ingest(CALLER, BATCH))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("nothing was stored");
            assertThat(appended).isEmpty();

            var inTime = new EnforcedIngest(log, entitlements.admissions());
            assertThat(inTime.ingest(CALLER, BATCH).accepted()).isEqualTo(1);
            assertThat(appended).hasSize(1);
        }
    }

    private List<Optional<String>> append(List<LogRecord> records) {
        appended.addAll(records);
        return records.stream().map(record -> Optional.<String>empty()).toList();
    }
}
