package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.junit.jupiter.api.Test;

class CatalogSplitReaderITCase {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final String jdbcUrl = EmbeddedDatabase.shared().freshDatabase();

    @Test
    void pollThatWaitedForAWriterReadsItsChange() throws Exception {
        try (CatalogSplitReader reader = reader(jdbcUrl, Duration.ofSeconds(30));
                CatalogWriter writer = CatalogWriter.connect(jdbcUrl);
                CatalogWriter witness = CatalogWriter.connect(jdbcUrl)) {
            long seq = writer.record("shop", 1);

            CompletableFuture<List<CatalogUpdate>> polling =
                    CompletableFuture.supplyAsync(() -> fetch(reader));
            await().until(witness::isSourceWaiting);
            writer.commit();

            List<CatalogUpdate> updates = polling.get(30, TimeUnit.SECONDS);
            assertThat(updates).hasSize(3);
            assertThat(updates.get(1).change()).extracting(CatalogChange::seq).isEqualTo(seq);
            assertThat(updates.get(2).change()).isNull();
        }
    }

    @Test
    void nothingIsReadWhileAWriterIsInFlightAndTheChangeComesBeforeItsMark() throws Exception {
        try (CatalogSplitReader reader = reader(jdbcUrl);
                CatalogWriter writer = CatalogWriter.connect(jdbcUrl)) {
            long seq = writer.record("shop", 1);

            assertThat(fetch(reader)).isEmpty();
            assertThat(fetch(reader)).isEmpty();

            writer.commit();
            List<CatalogUpdate> updates = fetch(reader);

            assertThat(updates).hasSize(3);
            CatalogChange change = updates.get(1).change();
            assertThat(change).isNotNull();
            assertThat(change.seq()).isEqualTo(seq);
            assertThat(updates.get(2).completeUntilMillis())
                    .isGreaterThanOrEqualTo(change.recordedAtMillis());
        }
    }

    @Test
    void longLogIsReadPageByPageWithTheMarkAtItsEnd() throws Exception {
        try (CatalogSplitReader reader = reader(jdbcUrl);
                CatalogWriter writer = CatalogWriter.connect(jdbcUrl)) {
            for (int i = 1; i <= 1000; i++) {
                writer.record("shop", i);
            }
            writer.commit();

            List<CatalogUpdate> first = fetch(reader);
            List<CatalogUpdate> second = fetch(reader);

            assertThat(first).hasSize(1000).noneMatch(update -> update.change() == null);
            assertThat(second).hasSize(2);
            assertThat(second.get(0).change()).extracting(CatalogChange::seq).isEqualTo(1001L);
            assertThat(second.get(1).change()).isNull();
        }
    }

    @Test
    void readingGoesOnAfterTheConnectionWasCut() throws Exception {
        try (CatalogSplitReader reader = reader(jdbcUrl);
                CatalogWriter writer = CatalogWriter.connect(jdbcUrl)) {
            fetch(reader);
            writer.cutSourceConnections();
            writer.commit("shop", 1);

            assertThat(fetch(reader)).isEmpty();
            assertThat(fetch(reader).get(0).change())
                    .extracting(CatalogChange::namespace)
                    .isEqualTo("shop");
        }
    }

    @Test
    void outageIsBorneForAWhileAndThenFailsTheJob() throws Exception {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/flowmeter";

        try (CatalogSplitReader reader = reader(nowhere)) {
            assertThat(fetch(reader)).isEmpty();
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    fetch(reader);
                                }
                            })
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .hasMessageContaining(
                            "change log of the catalog (flowmeter_job at " + nowhere + ")")
                    .hasMessageContaining("could not be read for PT0.2S")
                    .hasCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void wakeUpEndsAWait() throws Exception {
        try (CatalogSplitReader reader =
                new CatalogSplitReader(log(jdbcUrl, SHORT), Duration.ofDays(1))) {
            fetch(reader);

            reader.wakeUp();

            assertThat(fetch(reader)).isEmpty();
        }
    }

    private static CatalogSplitReader reader(String jdbcUrl) {
        return reader(jdbcUrl, SHORT);
    }

    private static CatalogSplitReader reader(String jdbcUrl, Duration lockTimeout) {
        CatalogSplitReader reader =
                new CatalogSplitReader(log(jdbcUrl, lockTimeout), SHORT, Duration.ofMillis(200));
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(CatalogCursor.BEGINNING)));
        return reader;
    }

    private static CatalogLog log(String jdbcUrl, Duration lockTimeout) {
        return new CatalogLog(
                new CatalogDatabase(jdbcUrl, EmbeddedDatabase.shared().jobUser(), ""), lockTimeout);
    }

    private static List<CatalogUpdate> fetch(CatalogSplitReader reader) {
        RecordsWithSplitIds<CatalogUpdate> fetched;
        try {
            fetched = reader.fetch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<CatalogUpdate> updates = new ArrayList<>();
        while (fetched.nextSplit() != null) {
            CatalogUpdate update = fetched.nextRecordFromSplit();
            while (update != null) {
                updates.add(update);
                update = fetched.nextRecordFromSplit();
            }
        }
        return updates;
    }
}
