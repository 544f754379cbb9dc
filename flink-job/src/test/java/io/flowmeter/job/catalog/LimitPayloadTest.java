package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitPayloadTest {
    private static final Path AGREED =
            Path.of("..", "query-api", "src", "test", "resources", "catalog-change");
    private static final Instant RECORDED = Instant.parse("2026-02-01T12:00:00.123Z");
    private static final Instant EFFECTIVE = Instant.parse("2099-01-01T00:00:00Z");

    /** What the API's PlanITCase finds in the change log. */
    private static final String PLAN_JSON = agreed("plan");

    private static final Limit TOKENS_EACH =
            new Limit(
                    "tokens-each",
                    "tokens",
                    LimitWindow.PERIOD,
                    "user",
                    null,
                    new BigDecimal("1000"),
                    Limit.Enforcement.HARD,
                    BigDecimal.ZERO,
                    Duration.ofDays(14),
                    Limit.WhenStale.ALLOW,
                    List.of(new Threshold("75%"), new Threshold("500"), new Threshold("100%")));

    @Test
    void planIsReadAsAgreed() {
        PlanVersion plan =
                new PlanVersion("shop", "free", 3, EFFECTIVE, RECORDED, List.of(TOKENS_EACH));

        assertThat(CatalogPayload.plan(change("PLAN", "free", PLAN_JSON))).isEqualTo(plan);
        assertThat(CatalogPayload.plan(CatalogChangeFixture.change(7, plan))).isEqualTo(plan);
    }

    /** What the API's SubscriptionITCase finds in the change log. */
    @Test
    void subscriptionIsReadAsAgreed() {
        String json = agreed("subscription");
        SubscriptionVersion subscription =
                new SubscriptionVersion(
                        "shop",
                        "acme",
                        3,
                        "starter",
                        EFFECTIVE,
                        RECORDED,
                        List.of(
                                new Limit(
                                        "calls",
                                        "calls",
                                        LimitWindow.PERIOD,
                                        null,
                                        null,
                                        new BigDecimal("20"),
                                        Limit.Enforcement.SOFT,
                                        BigDecimal.ZERO,
                                        Duration.ZERO,
                                        Limit.WhenStale.ALLOW,
                                        List.of(new Threshold("50%")))));

        assertThat(CatalogPayload.subscription(change("SUBSCRIPTION", "acme", json)))
                .isEqualTo(subscription);
        assertThat(CatalogPayload.subscription(CatalogChangeFixture.change(7, subscription)))
                .isEqualTo(subscription);
    }

    @Test
    void nullIsNoPlanAndNoLimit() {
        String noPlan = "{\"plan\":null,\"limits\":[],\"effectiveFrom\":\"2099-01-01T00:00:00Z\"}";
        String unlimited = PLAN_JSON.replace("\"1000\"", "null").replace("\"user\"", "null");

        assertThat(CatalogPayload.subscription(change("SUBSCRIPTION", "acme", noPlan)).plan())
                .isNull();
        assertThat(
                        CatalogPayload.plan(change("PLAN", "free", unlimited))
                                .limits()
                                .get(0)
                                .quantity())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "quantity": "1000" | "x": 1             | quantity is missing
            "quantity": "1000" | "quantity": "many" | Character m is neither
            "quantity": "1000" | "quantity": "-1"   | quantity must be >= 0, was -1
            "quantity": "1000" | "quantity": 1000   | quantity must be a text, was 1000
            "PERIOD"           | "YEAR"             | LimitWindow.YEAR
            "HARD"             | "FIRM"             | Enforcement.FIRM
            "ALLOW"            | "GUESS"            | WhenStale.GUESS
            "burst": "0"       | "burst": "-1"      | burst must be >= 0, was -1
            1209600            | "P14D"             | graceSeconds must be a 32-bit integer
            "75%"              | "075%"             | a threshold must be
            "limits": [{       | "limits": 1, "x":[{| limits must be an array, was 1
            01T00:00:00Z       | 01                 | Text '2099-01-01' could not be parsed
            """)
    void payloadThatCannotBeReadIsADefectNamingTheChange(
            String part, String replacement, String problem) {
        CatalogChange change = change("PLAN", "free", PLAN_JSON.replace(part, replacement));

        assertThatThrownBy(() -> CatalogPayload.plan(change))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "catalog change 7 (PLAN shop/free version 3) has a payload that cannot be"
                                + " read: ")
                .hasMessageContaining(problem);
    }

    @Test
    void planThatIsAbsentIsNotNone() {
        CatalogChange change =
                change(
                        "SUBSCRIPTION",
                        "acme",
                        "{\"limits\":[],\"effectiveFrom\":\"2099-01-01T00:00:00Z\"}");

        assertThatThrownBy(() -> CatalogPayload.subscription(change))
                .hasMessageContaining("plan is missing");
    }

    /** The payload that is agreed with the API. */
    private static String agreed(String entity) {
        try {
            return Files.readString(AGREED.resolve(entity + ".json")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CatalogChange change(String entity, String key, String payload) {
        return new CatalogChange(7, "shop", entity, key, 3, payload, RECORDED.toEpochMilli());
    }
}
