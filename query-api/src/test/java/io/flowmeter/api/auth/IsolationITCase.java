package io.flowmeter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.usage.UsageFixture;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IsolationITCase {

    private static final String MARCH = "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z";

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        var usage = UsageFixture.of(api);
        usage.meter("tokens", "SUM");
        api.post("/v1/tenants", "{\"id\":\"acme\"}");
        api.post("/v1/tenants", "{\"id\":\"globex\"}");
        usage.usage("acme", "tokens", "SUM").quarter("2026-03-01T00:00", 1, "1");
        usage.usage("globex", "tokens", "SUM").quarter("2026-03-01T00:00", 1, "10");
        usage.foreignUsage("acme", "tokens", "SUM").quarter("2026-03-01T00:00", 1, "100");
        for (String tenant : List.of("acme", "globex")) {
            api.write("PUT", "/v1/tenants/" + tenant + "/subscription", "{\"plan\":null}");
            api.execute(
                    """
                    INSERT INTO threshold_crossing (namespace, tenant, limit_key, limit_window,
                        window_start, dimensions_hash, threshold, direction, ordinal, generation,
                        meter, quantity, occurred_at)
                    VALUES ('default', ?, 'tokens', 'PERIOD', '2026-03-01T00:00:00Z',
                        CAST(md5('') AS uuid), '80%', 'CROSSED', 1, 0, 'tokens', 1, now())
                    """,
                    tenant);
        }
        api.execute(
                """
                INSERT INTO dead_letter (topic, partition_id, record_offset, namespace, tenant, reason,
                    detail, partial, appended_at, failed_at)
                VALUES ('t', 0, 1, 'default', 'acme', 'TOO_LATE', '', false, now(), now()),
                       ('t', 0, 2, 'default', 'globex', 'TOO_LATE', '', false, now(), now()),
                       ('t', 0, 3, '', '', 'UNPARSABLE', '', false, now(), now())
                """);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void foreignNamespaceSeesNothing() {
        String key = ApiFixture.FOREIGN_KEY;

        assertThat(api.get("/v1/meters", key).body()).isEqualTo("{\"data\":[]}");
        assertThat(api.get("/v1/meters/tokens/query?" + MARCH, key).status()).isEqualTo(404);
        assertThat(api.get("/v1/tenants", key).body()).isEqualTo("{\"data\":[]}");
        assertThat(api.get("/v1/tenants/globex/usage", key).status()).isEqualTo(404);
        assertThat(api.get("/v1/dead-letters", key).body()).isEqualTo("{\"data\":[]}");
        assertThat(api.write("DELETE", "/v1/meters/tokens", "", "application/json", key).status())
                .isEqualTo(404);
    }

    @Test
    void keyOfATenantSeesThatTenantOnly() {
        String key = ApiFixture.ACME_KEY;

        assertThat(api.get("/v1/meters/tokens/query?" + MARCH, key).at("/data/0/value"))
                .isEqualTo("1");
        assertThat(
                        api.get("/v1/meters/tokens/query?subject=globex&" + MARCH, key)
                                .json()
                                .at("/data/0/value")
                                .isNull())
                .isTrue();
        assertThat(api.get("/v1/tenants", key).json().at("/data").findValuesAsText("id"))
                .containsExactly("acme");
        assertThat(api.get("/v1/tenants/globex", key).status()).isEqualTo(404);
        assertThat(api.get("/v1/tenants/globex/usage", key).status()).isEqualTo(404);
        assertThat(api.get("/v1/dead-letters", key).json().at("/data").findValuesAsText("position"))
                .containsExactly("t-0@1");
        assertThat(api.get("/v1/meters/tokens/query?" + MARCH).at("/data/0/value")).isEqualTo("11");
        assertThat(api.get("/v1/dead-letters").json().at("/data")).hasSize(2);
    }

    @Test
    void missingWhereShowsNoMoreThanTheKeyMaySee() {
        try (var database =
                new Database(api.databaseUrl, EmbeddedDatabase.shared().apiUser(), "")) {
            var transactions = database.transactions();

            for (String table :
                    List.of(
                            "usage_aggregate",
                            "tenant",
                            "dead_letter",
                            "subscription",
                            "threshold_crossing")) {
                assertThat(count(transactions, new Visibility("default", null), table))
                        .isEqualTo(2);
                assertThat(count(transactions, new Visibility("default", "acme"), table))
                        .isEqualTo(1);
                assertThat(count(transactions, new Visibility("nobody", null), table)).isZero();
                assertThat(
                                transactions.<Integer>readWithoutNamespace(
                                        handle ->
                                                handle.createQuery("SELECT count(*) FROM " + table)
                                                        .mapTo(Integer.class)
                                                        .one()))
                        .isZero();
            }
        }
    }

    @Test
    void everyTableOfTheApiIsGuardedByNamespaceAndTenant() {
        assertThat(
                        names(
                                """
                                SELECT relname FROM pg_class AS c
                                 WHERE relkind IN ('r', 'p') AND NOT relispartition AND NOT relrowsecurity
                                   AND EXISTS (SELECT FROM pg_attribute
                                                WHERE attrelid = c.oid AND attname = 'namespace')
                                """))
                .isEmpty();
        assertThat(
                        names(
                                """
                                SELECT tablename FROM pg_policies AS p
                                 WHERE 'flowmeter_api' = ANY (roles)
                                   AND (qual NOT LIKE '%current_namespace()%'
                                        OR with_check IS DISTINCT FROM qual
                                        OR (qual NOT LIKE '%is_visible_tenant(tenant)%'
                                            AND EXISTS (SELECT FROM information_schema.columns AS c
                                                         WHERE c.table_name = p.tablename
                                                           AND c.column_name = 'tenant')))
                                """))
                .isEmpty();
    }

    private List<String> names(String sql) {
        return api.owner.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static int count(
            NamespaceTransactions transactions, Visibility visibility, String table) {
        return transactions.read(
                visibility,
                handle ->
                        handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}
