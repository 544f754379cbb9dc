package io.flowmeter.api.auth;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the caller of an API key {@code um_live_<id>_<secret>}. What the database said of an id is
 * believed for five seconds, so a revoked key works that much longer. While the database is away a
 * key that it knew is believed for {@link #BELIEVED_BLINDLY}: events are still taken then, and
 * checks answered as the limits say.
 */
public final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    static final Duration BELIEVED = Duration.ofSeconds(5);

    static final Duration BELIEVED_BLINDLY = Duration.ofMinutes(10);

    private static final int MAX_REMEMBERED = 10_000;
    private static final Pattern KEY = Pattern.compile("um_live_([A-Za-z0-9]{8,32})_(\\S{1,256})");
    private static final byte[] NO_HASH = new byte[32];

    private final NamespaceTransactions transactions;
    private final Clock clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    public ApiKeys(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Empty: no such key, or it is revoked or expired, or the secret is wrong. */
    Optional<Caller> find(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return Optional.empty();
        }
        StoredKey stored = stored(parts.group(1));
        byte[] expected = stored == null ? NO_HASH : stored.secretHash;
        boolean matches = MessageDigest.isEqual(expected, sha256(parts.group(2)));
        return stored != null && matches ? Optional.of(stored.caller) : Optional.empty();
    }

    private @Nullable StoredKey stored(String id) {
        Instant now = clock.instant();
        Remembered known = remembered.get(id);
        if (known == null || !now.isBefore(known.until)) {
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            known = askedAgain(id, known, now);
            remembered.put(id, known);
        }
        return known.key;
    }

    private Remembered askedAgain(String id, @Nullable Remembered known, Instant now) {
        try {
            return new Remembered(select(id), now, now.plus(BELIEVED));
        } catch (ProblemException e) {
            boolean isBelieved =
                    known != null
                            && known.key != null
                            && e.code() == ProblemCode.DATABASE_UNAVAILABLE
                            && now.isBefore(known.since.plus(BELIEVED_BLINDLY));
            if (!isBelieved) {
                throw e;
            }
            LOG.warn("API key {} is believed without asking: {}", id, e.detail());
            return new Remembered(known.key, known.since, now.plus(BELIEVED));
        }
    }

    private @Nullable StoredKey select(String id) {
        return transactions.readWithoutNamespace(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT id, namespace, tenant, secret_hash, scopes
                                          FROM find_api_key(:id)
                                        """)
                                .bind("id", id)
                                .map((row, context) -> StoredKey.of(row))
                                .findOne()
                                .orElse(null));
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * @param since when the database said so
     * @param until when it is asked again
     */
    private record Remembered(@Nullable StoredKey key, Instant since, Instant until) {}

    /** Not a record: nothing may print the hash. */
    private static final class StoredKey {

        private final Caller caller;
        private final byte[] secretHash;

        private StoredKey(Caller caller, byte[] secretHash) {
            this.caller = caller;
            this.secretHash = secretHash;
        }

        static StoredKey of(ResultSet row) throws SQLException {
            var scopes = (String[]) row.getArray("scopes").getArray();
            return new StoredKey(
                    new Caller(
                            row.getString("id"),
                            row.getString("namespace"),
                            row.getString("tenant"),
                            Set.of(scopes)),
                    row.getBytes("secret_hash"));
        }
    }
}
