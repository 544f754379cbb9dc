package io.flowmeter.api.webhook;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;

/** The tables about webhooks in a database of a test's own. */
final class WebhookTables {

    final String url = EmbeddedDatabase.shared().freshDatabase();
    final Jdbi owner = Jdbi.create(url, EmbeddedDatabase.shared().ownerUser(), "");

    UUID endpoint(String target) {
        UUID id = UUID.randomUUID();
        execute(
                """
                INSERT INTO webhook_endpoint (namespace, id, url, kinds, secret, created_at, updated_at)
                VALUES ('default', ?, ?, '{}', ?, now(), now())
                """,
                id,
                target,
                new SecretBox(List.of()).close(SigningSecret.random().bytes(), id));
        return id;
    }

    void execute(String sql, Object... values) {
        owner.useHandle(handle -> handle.execute(sql, values));
    }

    /** How many deliveries there are by state. */
    Map<String, Long> deliveries() {
        return owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT status, count(*) AS n FROM webhook_delivery
                                         GROUP BY status
                                        """)
                                .setMapKeyColumn("status")
                                .setMapValueColumn("n")
                                .collectInto(new GenericType<>() {}));
    }

    <T> T one(String sql, Class<T> type) {
        return owner.withHandle(handle -> handle.createQuery(sql).mapTo(type).one());
    }
}
