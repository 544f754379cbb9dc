package io.flowmeter.api.entitlement;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets requests of this process decide about a tenant one after the other, each before it takes a
 * connection. Otherwise those who wait for the same lock of Postgres had all connections, and the
 * other tenants none.
 */
final class TenantTurns {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<Key, Turn> turns = new ConcurrentHashMap<>();

    private record Key(String namespace, String tenant) {}

    private static final class Turn {

        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /**
     * @throws ProblemException DATABASE_UNAVAILABLE if those before take too long
     */
    <T> T inTurn(String namespace, String tenant, Supplier<T> decision) {
        var key = new Key(namespace, tenant);
        Turn turn = turns.compute(key, (same, known) -> joined(known == null ? new Turn() : known));
        try {
            if (!turn.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy(tenant);
            }
            try {
                return decision.get();
            } finally {
                turn.lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(tenant);
        } finally {
            turns.compute(key, (same, known) -> turn.users == 1 ? null : left(turn));
        }
    }

    private static Turn joined(Turn turn) {
        turn.users++;
        return turn;
    }

    private static Turn left(Turn turn) {
        turn.users--;
        return turn;
    }

    private static ProblemException busy(String tenant) {
        return new ProblemException(
                ProblemCode.DATABASE_UNAVAILABLE,
                "requests about tenant " + tenant + " before this one take too long; try again");
    }
}
