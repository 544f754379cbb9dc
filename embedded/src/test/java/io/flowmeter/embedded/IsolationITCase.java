package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row-level security keeps namespaces and tenants apart, whatever the query forgets to say. */
class IsolationITCase {

    private static final String TENANTS =
            "SELECT string_agg(namespace || '/' || tenant, ' ' ORDER BY namespace, tenant)"
                    + " FROM usage_aggregate";

    private final String url = EmbeddedDatabase.shared().freshDatabase();

    @BeforeEach
    void threeTenantsOfTwoNamespacesHaveUsage() throws SQLException {
        try (var job = Session.open(url, "flowmeter_job")) {
            storeUsage(job, "shop", "acme");
            storeUsage(job, "shop", "globex");
            storeUsage(job, "rival", "acme");
            job.commit();
        }
    }

    @Test
    void apiSeesTheNamespaceOfItsTransactionOnly() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            assertThat(api.text(TENANTS)).isEqualTo("shop/acme shop/globex");
        }
    }

    @Test
    void apiSeesNothingWhenItsTransactionNamesNoNamespace() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api")) {
            assertThat(api.text("SELECT count(*) FROM usage_aggregate")).isEqualTo("0");
            assertThat(api.text("SELECT count(*) FROM namespace")).isEqualTo("0");
        }
    }

    @Test
    void namespaceIsForgottenWithItsTransaction() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            api.commit();

            assertThat(api.text("SELECT count(*) FROM usage_aggregate")).isEqualTo("0");
        }
    }

    @Test
    void tenantBoundTransactionSeesOneTenantOnly() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop").boundTo("acme")) {
            assertThat(api.text(TENANTS)).isEqualTo("shop/acme");
        }
    }

    @Test
    void partitionsAreNoWayRoundThePolicy() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            assertThatThrownBy(() -> api.text("SELECT count(*) FROM usage_aggregate_day"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void rowsOfNoTenantAreHiddenFromTenantBoundTransactions() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api")) {
            assertThat(api.text("SELECT is_visible_tenant('acme')")).isEqualTo("t");
            assertThat(api.text("SELECT is_visible_tenant(NULL)")).isEqualTo("t");

            api.boundTo("acme");

            assertThat(api.text("SELECT is_visible_tenant('acme')")).isEqualTo("t");
            assertThat(api.text("SELECT is_visible_tenant('globex')")).isEqualTo("f");
            assertThat(api.text("SELECT is_visible_tenant(NULL)")).isEqualTo("f");
        }
    }

    @Test
    void apiCannotWriteIntoAnotherNamespace() throws SQLException {
        try (var api = Session.open(url, "flowmeter_api").in("shop")) {
            assertThatThrownBy(
                            () ->
                                    api.run(
                                            "INSERT INTO audit_log (namespace, actor, action,"
                                                    + " object) VALUES ('rival', 'a', 'b', 'c')"))
                    .hasMessageContaining("row-level security policy");
        }
    }

    @Test
    void apiKeyIsFoundBeforeTheNamespaceIsKnown() throws SQLException {
        try (var owner = Session.open(url, "postgres")) {
            owner.run(
                    "INSERT INTO api_key (id, namespace, secret_hash, scopes)"
                            + " VALUES ('abcdefgh', 'default', sha256('secret'), '{read}')");
            owner.commit();
        }

        try (var api = Session.open(url, "flowmeter_api")) {
            assertThat(api.text("SELECT namespace FROM find_api_key('abcdefgh')"))
                    .isEqualTo("default");
            assertThat(api.text("SELECT count(*) FROM api_key")).isEqualTo("0");
        }
    }

    private static void storeUsage(Session job, String namespace, String tenant)
            throws SQLException {
        job.run(
                "INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,"
                        + " dimensions_hash, generation, window_end, aggregation, revision,"
                        + " event_count, quantity)"
                        + " VALUES (?, ?, 'calls', 'DAY', '2026-03-01T00:00Z', md5('')::uuid, 0,"
                        + " '2026-03-02T00:00Z', 'COUNT', 1, 1, 1)",
                namespace,
                tenant);
    }
}
