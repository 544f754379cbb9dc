package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReservationITCase {

    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("acme", limit("calls", "10")).used("acme", "calls", "8");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theLastUnitIsTakenOnce() {
        Answer first = limits.reserve("acme", "calls", 2);
        Answer second = limits.reserve("acme", "calls", 1);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.at("/remaining")).isEqualTo("0");
        assertThat(first.at("/reservation")).hasSize(36);
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("Retry-After")).isEqualTo("1");
        assertThat(second.at("/limits/0/reserved")).isEqualTo("2");
    }

    @Test
    void anExpiredReservationGivesItsUnitsBack() {
        limits.reserve("acme", "calls", 2);

        api.execute("UPDATE reservation SET expires_at = clock_timestamp()");

        assertThat(limits.reserve("acme", "calls", 2).status()).isEqualTo(200);
    }

    @Test
    void aReleasedReservationGivesItsUnitsBackOnce() {
        String id = limits.reserve("acme", "calls", 2).at("/reservation");

        assertThat(release(id).status()).isEqualTo(204);
        assertThat(release(id).at("/code")).isEqualTo("RESERVATION_NOT_FOUND");
        assertThat(release("no-uuid").at("/code")).isEqualTo("RESERVATION_NOT_FOUND");
        assertThat(limits.reserve("acme", "calls", 2).status()).isEqualTo(200);
    }

    @Test
    void aConfirmedReservationIsNotCountedBesideItsUsage() {
        String id = limits.reserve("acme", "calls", 1).at("/reservation");

        countLikeTheJob("9", id);

        assertThat(limits.reserve("acme", "calls", 1).status()).isEqualTo(200);
        assertThat(limits.reserve("acme", "calls", 1).status()).isEqualTo(429);
    }

    @Test
    void aPublishedReservationDoesNotExpireBeforeTheNumbersMustHoldIt() {
        String id = limits.reserve("acme", "calls", 2).at("/reservation");

        assertThat(api.post("/v1/events", event("e1", id)).status()).isEqualTo(202);
        assertThat(release(id).status()).isEqualTo(404);
        assertThat(limits.rows("SELECT count(*) FROM reservation WHERE expires_at IS NULL"))
                .isEqualTo(1);
        assertThat(limits.reserve("acme", "calls", 1).status()).isEqualTo(429);

        limits.asOf(Instant.now().plusSeconds(3_600)); // the job refused it, or it never came

        assertThat(limits.reserve("acme", "calls", 2).status()).isEqualTo(200);
    }

    @Test
    void aSecondRequestForTheSameEventFindsWhatTheFirstReserved() {
        String body =
                "{\"quantity\":2,\"reserve\":true,\"event\":{\"source\":\"s\",\"id\":\"e1\"}}";

        Answer first = limits.check("acme", "calls", body);
        Answer again = limits.check("acme", "calls", body);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/reservation")).isEqualTo(first.at("/reservation"));
        assertThat(again.at("/reason")).isEqualTo("WITHIN_LIMIT");
        assertThat(limits.rows("SELECT sum(quantity) FROM reservation")).isEqualTo(2);

        countLikeTheJob("10", first.at("/reservation"));

        assertThat(limits.check("acme", "calls", body).at("/reason")).isEqualTo("RESERVED");
    }

    @Test
    void askingAgainForAPublishedEventDoesNotLetItsReservationExpire() {
        String body =
                "{\"quantity\":2,\"reserve\":true,\"event\":{\"source\":\"s\",\"id\":\"e1\"}}";
        String id = limits.check("acme", "calls", body).at("/reservation");
        api.post("/v1/events", event("e1", id));

        assertThat(limits.check("acme", "calls", body).status()).isEqualTo(200);

        assertThat(limits.rows("SELECT count(*) FROM reservation WHERE expires_at IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void aReservationForSomethingElseDoesNotStandForThis() {
        limits.tenant("globex", limit("tokens", "5").model(null)).usedOfModel("globex", "m-4", "5");
        String body =
                """
                {"quantity":5,"dimensions":{"model":"%s"},"reserve":true,"event":{"source":"s","id":"e1"}}
                """;

        assertThat(limits.check("globex", "tokens", body.formatted("m-3")).status()).isEqualTo(200);
        assertThat(limits.check("globex", "tokens", body.formatted("m-4")).status()).isEqualTo(429);
    }

    @Test
    void moreForTheSameEventNeedsRoomForAllOfIt() {
        String body =
                "{\"quantity\":%d,\"reserve\":true,\"event\":{\"source\":\"s\",\"id\":\"e1\"}}";

        assertThat(limits.check("acme", "calls", body.formatted(1)).status()).isEqualTo(200);
        assertThat(limits.check("acme", "calls", body.formatted(3)).status()).isEqualTo(429);
        assertThat(limits.check("acme", "calls", body.formatted(2)).status()).isEqualTo(200);
        assertThat(limits.rows("SELECT sum(quantity) FROM reservation")).isEqualTo(2);
    }

    @Test
    void anotherTenantsAndNamespacesReservationsAreOutOfReach() {
        String id = limits.reserve("acme", "calls", 2).at("/reservation");

        assertThat(
                        api.send(
                                        api.request(
                                                        "/v1/reservations/" + id,
                                                        ApiFixture.FOREIGN_KEY)
                                                .DELETE())
                                .status())
                .isEqualTo(404);
        assertThat(
                        api.post(
                                        "/v1/tenants/globex/entitlements/calls:check",
                                        "{}",
                                        "application/json",
                                        ApiFixture.ACME_KEY)
                                .at("/code"))
                .isEqualTo("TENANT_NOT_FOUND");
        assertThat(
                        api.post(
                                        "/v1/tenants/acme/entitlements/calls:check",
                                        "{\"reserve\":true}",
                                        "application/json",
                                        ApiFixture.READ_KEY)
                                .at("/code"))
                .isEqualTo("FORBIDDEN");
    }

    /** The usage and the confirmation become visible together. */
    private void countLikeTheJob(String used, String reservation) {
        api.owner.useTransaction(
                handle -> {
                    handle.execute(
                            "UPDATE usage_aggregate SET quantity = CAST(? AS numeric)", used);
                    handle.execute(
                            """
                            UPDATE reservation SET confirmed_at = clock_timestamp()
                             WHERE namespace = 'default' AND tenant = 'acme'
                               AND id = ? AND confirmed_at IS NULL
                            """,
                            reservation);
                });
    }

    private Answer release(String id) {
        return api.send(api.request("/v1/reservations/" + id, ApiFixture.KEY).DELETE());
    }

    private static String event(String id, String reservation) {
        return """
               {"specversion":"1.0","id":"%s","source":"s","type":"calls.used","subject":"acme",
                "time":"2026-03-20T10:07:00Z","reservation":"%s"}"""
                .formatted(id, reservation);
    }
}
