package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.catalog.NamespaceVersion;
import io.flowmeter.core.catalog.TenantVersion;
import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Condition;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import io.flowmeter.core.window.BillingCycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogPayloadTest {
    private static final Instant RECORDED = Instant.parse("2026-02-01T12:00:00.123Z");
    private static final String METER_JSON =
            """
            {"eventType":"llm.request","aggregation":"SUM","valueProperty":"$.tokens",\
            "filter":[{"property":"$.status","operator":"EQUALS","values":["ok"]}],\
            "groupBy":{"model":"$.model"},"maxDimensionSets":1000,\
            "effectiveFrom":"2026-01-01T00:00:00Z","archived":false}""";
    private static final Meter METER =
            new Meter(
                    "tokens",
                    3,
                    "llm.request",
                    Aggregation.SUM,
                    PropertyPath.parse("$.tokens"),
                    List.of(
                            new Condition(
                                    PropertyPath.parse("$.status"),
                                    Condition.Operator.EQUALS,
                                    List.of("ok"))),
                    Map.of("model", PropertyPath.parse("$.model")),
                    1000,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    RECORDED,
                    false);

    @Test
    void meterIsReadAsAgreed() {
        CatalogChange change = change("METER", "tokens", METER_JSON);

        assertThat(CatalogPayload.meter(change)).isEqualTo(METER);
        assertThat(CatalogChangeFixture.change(7, "shop", METER)).isEqualTo(change);
    }

    @Test
    void archivedCountOfEverythingIsReadAsAgreed() {
        String json =
                """
                {"eventType":"call","aggregation":"COUNT","valueProperty":null,"filter":[],"groupBy":{},
                 "maxDimensionSets":1,"effectiveFrom":"2026-01-01T00:00:00Z","archived":true,
                 "unit":"calls","description":"ignored here"}""";

        Meter meter = CatalogPayload.meter(change("METER", "calls", json));

        assertThat(meter.archived()).isTrue();
        assertThat(meter.valueProperty()).isNull();
        assertThat(meter.filter()).isEmpty();
        assertThat(meter.groupBy()).isEmpty();
    }

    @Test
    void tenantIsReadAsAgreed() {
        String json =
                """
                {"timeZone":"Europe/Berlin","billingInterval":"QUARTER","billingAnchor":"2026-01-31",\
                "effectiveFrom":"2026-01-01T00:00:00Z","archived":false}""";
        CatalogChange change = change("TENANT", "acme", json);
        TenantVersion tenant =
                new TenantVersion(
                        "shop",
                        "acme",
                        3,
                        new BillingCycle(
                                ZoneId.of("Europe/Berlin"),
                                BillingCycle.Interval.QUARTER,
                                LocalDate.of(2026, 1, 31)),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        RECORDED);

        assertThat(CatalogPayload.tenant(change)).isEqualTo(tenant);
        assertThat(CatalogChangeFixture.change(7, tenant)).isEqualTo(change);
        assertThat(
                        CatalogPayload.tenant(
                                        change(
                                                "TENANT",
                                                "acme",
                                                json.replace("\"2026-01-31\"", "null")))
                                .billingCycle()
                                .anchor())
                .isNull();
    }

    @Test
    void namespaceIsReadAsAgreed() {
        CatalogChange limited = change("NAMESPACE", "shop", "{\"allowedLatenessSeconds\":3024000}");
        CatalogChange unlimited = change("NAMESPACE", "shop", "{\"allowedLatenessSeconds\":null}");
        NamespaceVersion version =
                new NamespaceVersion("shop", 3, new TimePolicy(Duration.ofDays(35)), RECORDED);

        assertThat(CatalogPayload.namespace(limited)).isEqualTo(version);
        assertThat(CatalogChangeFixture.change(7, version)).isEqualTo(limited);
        assertThat(CatalogPayload.namespace(unlimited).timePolicy())
                .isEqualTo(new TimePolicy(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "eventType":"llm.request" | "a":1                 | eventType is missing
            "aggregation":"SUM"       | "aggregation":"MEDIAN"| aggregation must be SUM, COUNT
            "$.tokens"                | "tokens"              | property path "tokens" at character 1
            "$.tokens"                | null                  | aggregation SUM needs a valueProperty
            "$.tokens"                | 7                     | valueProperty must be a text, was 7
            "values":["ok"]           | "values":[1]          | an element of values must be a text, was 1
            "EQUALS"                  | "LIKE"                | LIKE
            "groupBy":{               | "groupBy":7,"x":{     | groupBy must be an object, was 7
            1000                      | 1e30                  | maxDimensionSets must be a 32-bit integer
            01T00:00:00Z              | 01                    | Text '2026-01-01' could not be parsed
            false                     | "no"                  | archived must be a boolean, was "no"
            "archived":false}         | ~~                    | payload must be JSON
            """)
    void payloadThatCannotBeReadIsADefectNamingTheChange(
            String part, String replacement, String problem) {
        CatalogChange change = change("METER", "tokens", METER_JSON.replace(part, replacement));

        assertThatThrownBy(() -> CatalogPayload.meter(change))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "catalog change 7 (METER shop/tokens version 3) has a payload that cannot"
                                + " be read: ")
                .hasMessageContaining(problem);
    }

    @Test
    void latenessThatIsAbsentIsNotUnlimited() {
        assertThatThrownBy(() -> CatalogPayload.namespace(change("NAMESPACE", "shop", "{}")))
                .hasMessageContaining("allowedLatenessSeconds is missing");
    }

    private static CatalogChange change(String entity, String key, String payload) {
        return new CatalogChange(7, "shop", entity, key, 3, payload, RECORDED.toEpochMilli());
    }
}
