package io.flowmeter.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitTransactionITCase {

    private static final int CHANGES = 24;

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** The change log has the version already, so that the new one cannot be recorded. */
    @Test
    void versionIsStoredWithItsChangeAndItsAuditRowOrNotAtAll() {
        api.execute(
                """
                SELECT record_catalog_change('default', 'PLAN', 'free', 1, '{}', 'epoch'),
                       record_catalog_change('default', 'SUBSCRIPTION', 'acme', 1, '{}', 'epoch')
                """);

        Answer plan = api.write("PUT", "/v1/plans/free", "{}");
        Answer subscription = api.write("PUT", "/v1/tenants/acme/subscription", "{\"plan\":null}");

        assertThat(plan.status()).isEqualTo(500);
        assertThat(subscription.status()).isEqualTo(500);
        assertThat(count("plan") + count("subscription") + count("audit_log")).isZero();
    }

    @Test
    void changesOfOneMomentFollowEachOther() {
        List<Answer> answers =
                IntStream.range(0, CHANGES)
                        .parallel()
                        .mapToObj(
                                i -> api.write("PUT", "/v1/plans/free", "{\"name\":\"" + i + "\"}"))
                        .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
        assertThat(answers)
                .extracting(answer -> Integer.parseInt(answer.at("/version")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, CHANGES).boxed().toList());
        assertThat(new CatalogFixture(api).changes("PLAN")).hasSize(CHANGES);
    }

    private int count(String table) {
        return api.owner.withHandle(
                handle ->
                        handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}
