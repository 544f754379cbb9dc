package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationITCase {

    private ApiFixture api;
    private CrossingFixture crossings;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        crossings = new CrossingFixture(api.owner, "default");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void crossingsAreListedNewestFirstWithTheirKinds() {
        crossings.crossed("acme", "80%");
        awaitCount(1);
        crossings.crossed("acme", "95%");
        awaitCount(2);
        crossings.crossed("globex", "100%");
        awaitCount(3);
        crossings.recovered("acme", "95%");

        JsonNode list = awaitCount(4);

        assertThat(list.at("/data").findValuesAsText("kind"))
                .containsExactly(
                        "limit_recovered", "limit_exceeded", "limit_critical", "limit_warning");
        assertThat(list.at("/unreadCount").asInt()).isEqualTo(4);
        assertThat(list.at("/data/1/tenant").asText()).isEqualTo("globex");
        assertThat(list.at("/data/1/summary").asText())
                .isEqualTo("globex reached 100% of the limit api_calls: 1000 of 1000 api_calls");
        assertThat(list.at("/data/1/data/limitKey").asText()).isEqualTo("api_calls");
        assertThat(list.at("/data/1/readAt").isNull()).isTrue();
        assertThat(unnotified()).isZero();
    }

    @Test
    void crossingOfAnotherGenerationIsNotToldAndOneFoundAgainNeither() {
        api.execute("INSERT INTO generation (id, active) VALUES (1, false)");
        crossings.crossed("acme", "80%");
        crossings.crossedInGeneration(1, "acme", "80%");
        crossings.crossedInGeneration(1, "acme", "95%");
        awaitCount(1);
        assertThat(unnotified()).isEqualTo(2);

        api.execute("UPDATE generation SET active = false WHERE id = 0");
        api.execute("UPDATE generation SET active = true WHERE id = 1");

        JsonNode list = awaitCount(2);
        await().atMost(Duration.ofSeconds(20)).until(() -> unnotified() == 0);
        assertThat(list.at("/data/0/kind").asText()).isEqualTo("limit_critical");
    }

    @Test
    void pagesAndFiltersFitTogether() {
        crossings.crossedByTenants(25);
        awaitCount(25);

        Answer first = api.get("/v1/notifications?limit=20&unread=true");
        Answer rest =
                api.get("/v1/notifications?limit=20&unread=true&cursor=" + first.at("/nextCursor"));

        assertThat(first.json().at("/data")).hasSize(20);
        assertThat(rest.json().at("/data")).hasSize(5);
        assertThat(rest.json().has("nextCursor")).isFalse();
        assertThat(api.get("/v1/notifications?tenant=t7").json().at("/data")).hasSize(1);
        assertThat(api.get("/v1/notifications?kind=limit_exceeded").json().at("/data")).isEmpty();
        for (String wrong :
                List.of("kind=bogus", "unread=yes", "cursor=x", "limit=0", "colour=red")) {
            assertThat(api.get("/v1/notifications?" + wrong).at("/code"))
                    .as(wrong)
                    .isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void markedAsReadStaysSo() {
        crossings.crossed("acme", "80%");
        crossings.crossed("globex", "80%");
        String id = awaitCount(2).at("/data/0/id").asText();

        Answer read = api.post("/v1/notifications/" + id + ":mark-read", "");
        api.clock.advance(Duration.ofHours(1));
        Answer again = api.post("/v1/notifications/" + id + ":mark-read", "");

        assertThat(read.at("/readAt")).isEqualTo(ApiFixture.NOW.toString());
        assertThat(again.at("/readAt")).isEqualTo(ApiFixture.NOW.toString());
        assertThat(api.get("/v1/notifications").at("/unreadCount")).isEqualTo("1");
        assertThat(api.get("/v1/notifications?unread=true").json().at("/data")).hasSize(1);
        assertThat(api.post("/v1/notifications:mark-all-read?tenant=nobody", "").at("/marked"))
                .isEqualTo("0");
        assertThat(api.post("/v1/notifications:mark-all-read", "").at("/marked")).isEqualTo("1");
        assertThat(api.get("/v1/notifications").at("/unreadCount")).isEqualTo("0");
        for (String unknown : List.of("x", "00000000-0000-0000-0000-000000000000")) {
            assertThat(api.post("/v1/notifications/" + unknown + ":mark-read", "").at("/code"))
                    .isEqualTo("NOTIFICATION_NOT_FOUND");
        }
    }

    @Test
    void othersSeeNothing() {
        crossings.crossed("acme", "80%");
        crossings.crossed("globex", "80%");
        awaitCount(2);
        String globex = api.get("/v1/notifications?tenant=globex").at("/data/0/id");
        String markRead = "/v1/notifications/" + globex + ":mark-read";

        assertThat(api.get("/v1/notifications", ApiFixture.FOREIGN_KEY).json().at("/data"))
                .isEmpty();
        assertThat(api.post(markRead, "", "text/plain", ApiFixture.FOREIGN_KEY).status())
                .isEqualTo(404);
        assertThat(
                        api.get("/v1/notifications", ApiFixture.ACME_KEY)
                                .json()
                                .at("/data")
                                .findValuesAsText("tenant"))
                .containsExactly("acme");
        assertThat(api.post(markRead, "", "text/plain", ApiFixture.ACME_KEY).status())
                .isEqualTo(404);
    }

    @Test
    void oneNotifierServesEveryNamespace() {
        new CrossingFixture(api.owner, "other").crossed("umbrella", "80%");

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                api.get("/v1/notifications", ApiFixture.FOREIGN_KEY)
                                        .at("/data/0/tenant")
                                        .equals("umbrella"));
        assertThat(api.get("/v1/notifications").json().at("/data")).isEmpty();
    }

    private JsonNode awaitCount(int expected) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> api.get("/v1/notifications").json(),
                        list -> list.at("/data").size() == expected);
    }

    private long unnotified() {
        return api.owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT count(*) FROM threshold_crossing
                                         WHERE notified_at IS NULL
                                        """)
                                .mapTo(Long.class)
                                .one());
    }
}
