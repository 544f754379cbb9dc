package io.flowmeter.quickstart.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a limit is for: somebody is told, and somebody is refused. */
class LimitEffectsITCase {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir static Path directory;
    private static RunningPipeline pipeline;

    @BeforeAll
    static void start() throws Exception {
        pipeline = new RunningPipeline(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        pipeline.close();
    }

    @Test
    void aCrossingIsDeliveredByWebhookAndListedInTheApplicationOnce() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "told");
        LimitedTenant acme = new LimitedTenant(pipeline, "told.acme");
        acme.limit(limit("told", 10, 0, "80%", "100%"));
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            String secret = receiver.register(acme);

            acme.use(calls, 1, 8);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 1);
            acme.use(calls, 9, 10);
            await().atMost(PATIENCE).until(() -> receiver.received().size() == 2);
            pipeline.awaitCrossings();

            List<String> told = new ArrayList<>();
            for (WebhookReceiver.Received webhook : receiver.received()) {
                assertThat(webhook.isSignedWith(secret)).isTrue();
                JsonNode json = webhook.json();
                JsonNode data = json.get("data");
                assertThat(data.get("tenant").asText()).isEqualTo(acme.id());
                told.add(
                        "%s %s %s"
                                .formatted(
                                        json.get("type").asText(),
                                        data.get("threshold").asText(),
                                        data.get("quantity").asText()));
            }
            assertThat(told).containsExactly("limit_warning 80% 8", "limit_exceeded 100% 10");
            assertListed(acme, receiver.received());
        }
    }

    @Test
    void beyondAHardLimitWithoutGraceTheCheckRefuses() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "hard");
        LimitedTenant acme = new LimitedTenant(pipeline, "hard.acme");
        acme.limit(limit("hard", 3, 0, "100%"));

        acme.use(calls, 1, 2);
        pipeline.awaitVerdicts();
        assertThat(acme.entitlement("hard").get("balance").asText()).isEqualTo("1");
        assertThat(acme.check("hard", 1).statusCode()).isEqualTo(200);
        assertThat(acme.check("hard", 2).statusCode()).isEqualTo(429);

        acme.use(calls, 3, 3);
        pipeline.awaitVerdicts();
        HttpResponse<String> refused = acme.check("hard", 1);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        JsonNode problem = JSON.readTree(refused.body());
        assertThat(problem.get("code").asText()).isEqualTo("LIMIT_REACHED");
        assertThat(problem.get("limit").asText()).isEqualTo("3");
        assertThat(problem.get("remaining").asText()).isEqualTo("0");
        assertThat(acme.entitlement("hard").get("hasAccess").asBoolean()).isFalse();
    }

    @Test
    void whileItsGraceLastsAHardLimitOnlyWarns() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "grace");
        LimitedTenant acme = new LimitedTenant(pipeline, "grace.acme");
        acme.limit(limit("grace", 3, 14, "100%"));

        acme.use(calls, 1, 5);
        pipeline.awaitCrossings();
        assertThat(acme.entitlement("grace").get("overage").asText()).isEqualTo("2");
        HttpResponse<String> answer = acme.check("grace", 1);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode allowed = JSON.readTree(answer.body());
        assertThat(allowed.get("reason").asText()).isEqualTo("IN_GRACE");
        Instant crossedAt = Instant.parse(acme.crossingRows().get(0).get("occurredAt").asText());
        assertThat(allowed.get("graceUntil").asText())
                .isEqualTo(crossedAt.plus(Duration.ofDays(14)).toString());
    }

    /** Faster than anything can be counted. */
    @Test
    void ofEventsThatAreEnforcedAsManyCountAsTheLimitHas() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "enforced");
        LimitedTenant acme = new LimitedTenant(pipeline, "enforced.acme");
        acme.limit(limit("enforced", 3, 0, "100%"));
        assertThat(acme.entitlement("enforced").get("balance").asText()).isEqualTo("3");

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(enforce(calls.event("e-" + i, acme.id())));
        }
        assertThat(statuses).containsExactly(202, 202, 202, 429, 429);
        await("usage in place of reservations, never beside them")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> used(acme, "enforced") == 3);
        pipeline.expect(3);
        pipeline.awaitCrossings();

        assertThat(acme.crossings()).containsExactly("CROSSED 100% 1: 3");
        assertThat(enforce(calls.event("e-5", acme.id()))).isEqualTo(429);
    }

    @Test
    void aCrossingIsOnTheTopicUnderItsTenant() throws Exception {
        CountingMeter calls = CountingMeter.make(pipeline, "topic");
        LimitedTenant acme = new LimitedTenant(pipeline, "topic.acme");
        acme.limit(limit("topic", 2, 0, "100%"));

        acme.use(calls, 1, 2);
        pipeline.awaitCrossings();

        JsonNode row = acme.crossingRows().get(0);
        List<String> records =
                TopicRecords.ofKey(
                        pipeline.bootstrapServers(), "threshold-crossings", "default/topic.acme");
        assertThat(records).hasSize(1);
        JsonNode record = JSON.readTree(records.get(0));
        assertThat(record.get("namespace").asText()).isEqualTo("default");
        row.properties().stream()
                .filter(member -> !member.getKey().equals("recordedAt"))
                .forEach(
                        member ->
                                assertThat(record.get(member.getKey()))
                                        .as(member.getKey())
                                        .isEqualTo(member.getValue()));
    }

    /** Whatever is read, what was admitted is counted once. */
    private static int used(LimitedTenant tenant, String meter) throws Exception {
        JsonNode limit = tenant.entitlement(meter).get("limits").get(0);
        int usage = limit.get("usage").asInt();
        assertThat(usage + limit.get("reserved").asInt()).as(limit.toString()).isEqualTo(3);
        return usage;
    }

    private static int enforce(String event) throws Exception {
        return pipeline.send("POST", "/v1/events?enforce=true", "application/json", event)
                .statusCode();
    }

    /** The notifications are those of the webhooks, unread until they are read. */
    private static void assertListed(LimitedTenant tenant, List<WebhookReceiver.Received> webhooks)
            throws Exception {
        String path = "/v1/notifications?tenant=" + tenant.id();
        JsonNode list = pipeline.json("GET", path, "", 200);
        assertThat(list.get("data").findValuesAsText("kind"))
                .containsExactly("limit_exceeded", "limit_warning");
        assertThat(list.get("unreadCount").asInt()).isEqualTo(2);
        String newest = list.get("data").get(0).get("id").asText();
        assertThat(webhooks.get(1).json().get("data").get("notificationId").asText())
                .isEqualTo(newest);

        pipeline.json("POST", "/v1/notifications/" + newest + ":mark-read", "", 200);

        JsonNode unread = pipeline.json("GET", path + "&unread=true", "", 200);
        assertThat(unread.get("data").findValuesAsText("kind")).containsExactly("limit_warning");
    }

    private static String limit(String meter, int quantity, int graceDays, String... thresholds) {
        return "{\"meter\":\"%s\",\"quantity\":%d,\"graceDays\":%d,\"thresholds\":[\"%s\"]}"
                .formatted(meter, quantity, graceDays, String.join("\",\"", thresholds));
    }
}
