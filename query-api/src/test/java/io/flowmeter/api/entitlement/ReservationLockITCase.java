package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks that somebody else holds: another replica that stands still, or the job. */
class ReservationLockITCase {

    private static final int CLIENTS = 30;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("acme", limit("calls", "100")).tenant("globex", limit("calls", "100"));
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        api.close();
    }

    @Test
    void aTenantThatHasToWaitTakesNoConnectionsFromTheOthers() {
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        api.owner.useTransaction(
                other -> {
                    other.execute(
                            "SELECT pg_advisory_xact_lock(7002, hashtext(concat_ws(chr(10), ?, ?, ?)))",
                            "default",
                            "calls",
                            "acme");
                    for (int i = 0; i < CLIENTS; i++) {
                        waiting.add(later(() -> limits.reserve("acme", "calls", 1)));
                    }
                    await().atMost(SOON).until(() -> lockWaits() > 0);

                    for (int i = 0; i < CLIENTS; i++) {
                        assertThat(limits.reserve("globex", "calls", 1).status()).isEqualTo(200);
                    }
                    assertThat(lockWaits()).isEqualTo(1);
                });

        assertThat(waiting).allMatch(answer -> List.of(200, 503).contains(answer.join().status()));
    }

    @Test
    void theLoserOfADeadlockWithTheJobStillRecordsUsage() {
        List<String> ids =
                Stream.of(1, 1)
                        .map(quantity -> limits.reserve("acme", "calls", quantity))
                        .map(answer -> answer.at("/reservation"))
                        .sorted()
                        .toList();
        CompletableFuture<Answer> ingested =
                api.owner.inTransaction(
                        job -> {
                            job.execute("SET LOCAL deadlock_timeout = '1h'");
                            confirm(job, ids.get(1));
                            var request = later(() -> api.post("/v1/events", events(ids)));
                            await().atMost(SOON).until(() -> lockWaits() > 0);
                            confirm(job, ids.get(0));
                            return request;
                        });

        assertThat(ingested.join().status()).isEqualTo(202);
        assertThat(api.values()).hasSize(2);
    }

    private CompletableFuture<Answer> later(Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(request, clients);
    }

    private long lockWaits() {
        return limits.rows(
                """
                SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND usename = 'flowmeter_api'
                   AND wait_event_type = 'Lock'
                """);
    }

    private static void confirm(Handle job, String id) {
        job.execute("UPDATE reservation SET confirmed_at = clock_timestamp() WHERE id = ?", id);
    }

    private static String events(List<String> reservations) {
        return reservations.stream()
                .map(
                        id ->
                                """
                                {"specversion":"1.0","id":"%s","source":"s","type":"calls.used",
                                 "subject":"acme","time":"2026-03-20T10:07:00Z","reservation":"%s"}"""
                                        .formatted(id, id))
                .toList()
                .toString();
    }
}
