package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The change log is in commit order, complete up to a known instant, and each namespace's own. */
@Timeout(30)
class CatalogChangeITCase {

    private static final String RECORD =
            "SELECT record_catalog_change(?, 'METER', 'calls', 1, '{}', ?::timestamptz)";
    private static final String MARCH = "2026-03-01T00:00:00Z";

    private final String url = EmbeddedDatabase.shared().freshDatabase();

    @Test
    void changesAreNumberedWithoutGapsAlsoWhenOneIsRolledBack() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            assertThat(api.text(RECORD, "shop", MARCH)).isEqualTo("2");
        }

        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            assertThat(api.text(RECORD, "shop", MARCH)).isEqualTo("2");
        }
    }

    @Test
    void apiCannotRecordAChangeForAnotherNamespace() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            assertThatThrownBy(() -> api.text(RECORD, "rival", MARCH))
                    .hasMessageContaining(
                            "catalog change for namespace rival from a transaction of namespace"
                                    + " shop");
        }
    }

    @Test
    void apiCannotRecordAChangeWithoutANamespace() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api")) {
            assertThatThrownBy(() -> api.text(RECORD, "shop", MARCH))
                    .hasMessageContaining("catalog change for namespace shop");
        }
    }

    @Test
    void jobReadsChangesButRecordsNone() throws SQLException {
        try (var job = Session.open(url, "flowmeter_job")) {
            assertThat(job.text("SELECT max(seq) FROM catalog_change")).isEqualTo("1");
            assertThatThrownBy(() -> job.text(RECORD, "shop", MARCH))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void temporaryTableOfTheCallerCannotStandInForTheLog() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            api.run(
                    "CREATE TEMPORARY TABLE catalog_change (seq bigint, namespace text, entity"
                            + " text, entity_key text, version int, payload jsonb, recorded_at"
                            + " timestamptz)");

            api.text(RECORD, "shop", MARCH);

            assertThat(api.text("SELECT count(*) FROM pg_temp.catalog_change")).isEqualTo("0");
        }
    }

    @Test
    void logIsCompleteOnlyAfterAWriterInFlightHasCommitted() throws Exception {
        try (var writer = Session.open(url, "flowmeter_api").in("shop")) {
            var recordedAt = writer.text("SELECT begin_catalog_change()");
            var reader = CompletableFuture.supplyAsync(this::readAllUpToCompletion);
            awaitBlockedReader();

            writer.text(RECORD, "shop", recordedAt);
            writer.text("SELECT pg_sleep(0.01)"); // the clock moves past recordedAt
            assertThat(reader).isNotDone();
            writer.commit();

            assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo("1 2");
        }
    }

    private String readAllUpToCompletion() {
        try (var job = Session.open(url, "flowmeter_job")) {
            var completeUntil = job.text("SELECT catalog_complete_until()");
            return job.text(
                    "SELECT string_agg(seq::text, ' ' ORDER BY seq) FROM catalog_change"
                            + " WHERE recorded_at <= ?::timestamptz",
                    completeUntil);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitBlockedReader() throws Exception {
        var blocked =
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                        + " AND database = (SELECT oid FROM pg_database"
                        + " WHERE datname = current_database())";
        try (var owner = Session.open(url, "postgres")) {
            await("a reader that waits for the lock")
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> owner.text(blocked), "1"::equals);
        }
    }
}
