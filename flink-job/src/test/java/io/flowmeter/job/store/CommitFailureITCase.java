package io.flowmeter.job.store;

import static io.flowmeter.job.store.CommitTrial.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits while Postgres, or the way to it, fails. */
@Timeout(60)
class CommitFailureITCase {

    private final StoreDatabase database = new StoreDatabase();
    private final CommitTrial trial = new CommitTrial(database.settings());

    @Test
    void epochOfThreeChunksIsSeenWholeOrNotAtAll() throws Exception {
        trial.commit(epoch(1));
        var chunks = epoch(2, EpochCommitterITCase.manyAggregates(12_000));
        assertThat(chunks).hasSize(3);

        try (var blocker = database.connect()) {
            blocker.setAutoCommit(false);
            StoreDatabase.rows(blocker, "SELECT FROM job_progress FOR UPDATE");
            var commit = commitInBackground(chunks);
            await().until(() -> !database.blockedBackends().isEmpty());

            // All rows are written now, and the transaction waits for its last one.
            assertThat(database.count("usage_aggregate")).isZero();

            blocker.rollback();
            assertThat(commit.join()).isZero();
        }

        assertThat(database.count("usage_aggregate")).isEqualTo(12_000);
    }

    @Test
    void connectionKilledDuringACommitIsReplacedAndTheEpochAppliedOnce() throws Exception {
        database.execute("ALTER TABLE audit_log DROP CONSTRAINT audit_log_origin_key");
        trial.commit(epoch(1, Rows.aggregate("acme", 1)));

        try (var blocker = database.connect()) {
            blocker.setAutoCommit(false);
            StoreDatabase.rows(blocker, "SELECT FROM job_progress FOR UPDATE");
            var commit = commitInBackground(epoch(2, Rows.aggregate("acme", 2), Rows.audit(1)));
            await().until(() -> !database.blockedBackends().isEmpty());

            var victim = database.blockedBackends().get(0);
            database.rows("SELECT pg_terminate_backend(" + victim + ")");
            blocker.rollback();

            assertThat(commit.join()).isZero();
        }

        assertThat(trial.counter("commitRetries")).isEqualTo(1);
        assertThat(database.rows("SELECT revision FROM usage_aggregate")).containsExactly("2");
        assertThat(database.count("audit_log")).isEqualTo(1);
        assertThat(database.count("sink_epoch")).isEqualTo(2);
    }

    @Test
    void answerLostAfterTheCommitIsFoundByTheMarker() throws Exception {
        database.execute("ALTER TABLE audit_log DROP CONSTRAINT audit_log_origin_key");
        try (var proxy = new AnswerLosingProxy(database.port())) {
            var throughProxy = new CommitTrial(proxy.settings(database.settings()));
            throughProxy.commit(epoch(1));
            proxy.loseTheAnswerToTheNextCommit();

            var already = throughProxy.commit(epoch(2, Rows.aggregate("acme", 2), Rows.audit(1)));

            assertThat(proxy.answersLost()).isEqualTo(1);
            assertThat(already).isEqualTo(1);
            assertThat(throughProxy.counter("commitRetries")).isEqualTo(1);
            assertThat(throughProxy.counter("epochsAlreadyCommitted")).isEqualTo(1);
        }
        assertThat(database.count("audit_log")).isEqualTo(1);
        assertThat(database.count("sink_epoch")).isEqualTo(2);
    }

    @Test
    void postgresThatStaysAwayFailsTheCommitAfterTheLastTry() {
        var settings = database.settings();
        var nobody = settings.jdbcUrl().replace(":" + database.port(), ":" + unusedPort());
        var away = new CommitTrial(new PostgresSettings(nobody, settings.user(), ""));

        assertThatThrownBy(() -> away.commit(epoch(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was not stored in flowmeter_job@jdbc:postgresql:")
                .hasMessageContaining("in 3 tries");
        assertThat(away.counter("commitRetries")).isEqualTo(2);
    }

    @Test
    void frozenPostgresFailsTheCommit() throws Exception {
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var url = "jdbc:postgresql://127.0.0.1:" + frozen.getLocalPort() + "/flowmeter";
            var settings = new PostgresSettings(url + "?socketTimeout=1", "flowmeter_job", "");

            assertThatThrownBy(() -> new CommitTrial(settings).commit(epoch(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in 3 tries");
        }
    }

    @Test
    void frozenTaskDoesNotHoldItsLocksForEver() throws Exception {
        try (var connection = new PostgresConnection(database.settings(), "test")) {
            assertThat(
                            StoreDatabase.rows(
                                    connection.get(), "SHOW idle_in_transaction_session_timeout"))
                    .containsExactly("1min");
        }
    }

    @Test
    void commitIsDurableWhateverTheServersDefault() throws Exception {
        var name = database.rows("SELECT current_database()").get(0);
        database.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        try (var connection = new PostgresConnection(database.settings(), "test")) {
            assertThat(StoreDatabase.rows(connection.get(), "SHOW synchronous_commit"))
                    .containsExactly("on");
        }
    }

    private CompletableFuture<Integer> commitInBackground(List<EpochBatch> batches) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return trial.commit(batches);
                    } catch (IOException | InterruptedException e) {
                        throw new CompletionException(e);
                    }
                });
    }

    private static int unusedPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
