package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class CatalogChangeTest {
    private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");

    @Test
    void changesBecomeACatalog() {
        Catalog catalog =
                catalogOf(
                        List.of(
                                change(1, "NAMESPACE", "shop", "{\"allowedLatenessSeconds\":60}"),
                                change(
                                        2,
                                        "METER",
                                        "calls",
                                        """
                                        {"eventType":"call","aggregation":"COUNT","filter":[],"groupBy":{},
                                         "maxDimensionSets":1,"effectiveFrom":"2026-01-01T00:00:00Z",
                                         "archived":false}"""),
                                change(
                                        3,
                                        "TENANT",
                                        "acme",
                                        """
                                        {"timeZone":"Asia/Kolkata","billingInterval":"MONTH",
                                         "effectiveFrom":"2026-01-01T00:00:00Z","archived":false}""")));

        UsageEvent event = new UsageEvent("shop", "acme", "s", "evt_1", "call", NOON);
        assertThat(catalog.timePolicy("shop", NOON))
                .contains(new TimePolicy(Duration.ofMinutes(1)));
        assertThat(catalog.metersFor(event, NOON)).extracting(Meter::key).containsExactly("calls");
        assertThat(catalog.windows(event, NOON).day())
                .isEqualTo(
                        new Window(
                                Instant.parse("2026-01-31T18:30:00Z"),
                                Instant.parse("2026-02-01T18:30:00Z")));
    }

    @Test
    void changesBecomeACatalogOfLimits() {
        LimitCatalog limits = new LimitCatalog();
        List.of(
                        change(1, "NAMESPACE", "shop", "{\"allowedLatenessSeconds\":60}"),
                        change(2, "PLAN", "gold", plan("1000")),
                        change(3, "SUBSCRIPTION", "acme", subscription("gold")))
                .forEach(change -> change.addTo(limits));

        assertThat(limits.limits("shop", "acme", NOON))
                .extracting(Limit::quantity)
                .containsExactly(new BigDecimal("1000"));
        assertThat(limits.limits("shop", "acme", NOON.minusMillis(1))).isEmpty();
        assertThat(limits.limits("shop", "globex", NOON)).isEmpty();
    }

    @Test
    void limitsAreNoneOfTheCatalogsConcern() {
        Catalog catalog =
                catalogOf(
                        List.of(
                                change(1, "PLAN", "gold", "{}"),
                                change(2, "SUBSCRIPTION", "acme", "{}")));

        assertThat(catalog.timePolicy("shop", NOON)).isEmpty();
    }

    @Test
    void unknownEntityIsADefect() {
        CatalogChange change = change(9, "COUPON", "gold", "{}");

        assertThatThrownBy(() -> change.addTo(new Catalog()))
                .hasMessageContaining("catalog change 9 (COUPON shop/gold version 1)")
                .hasMessageContaining("must be NAMESPACE, METER, TENANT, PLAN or SUBSCRIPTION");
        assertThatThrownBy(() -> change.addTo(new LimitCatalog()))
                .hasMessageContaining("catalog change 9 (COUPON shop/gold version 1)");
    }

    @Test
    void updateIsEitherAChangeOrAMark() {
        CatalogChange change = change(1, "NAMESPACE", "shop", "{}");

        assertThat(CatalogUpdate.changed(change).<Object>fold(c -> c, millis -> millis))
                .isEqualTo(change);
        assertThat(CatalogUpdate.completeUntil(7).<Object>fold(c -> c, millis -> millis))
                .isEqualTo(7L);
    }

    @Test
    void updatesNeedNoKryo() {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(CatalogUpdate.class);
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(CatalogChange.class);
    }

    @Test
    void databaseDoesNotTellItsPassword() {
        String url = "jdbc:postgresql://db:5432/flowmeter?sslpassword=hidden";

        assertThat(new CatalogDatabase(url, "flowmeter_job", "hidden"))
                .hasToString("flowmeter_job at jdbc:postgresql://db:5432/flowmeter");
    }

    private static Catalog catalogOf(List<CatalogChange> changes) {
        Catalog catalog = new Catalog();
        changes.forEach(change -> change.addTo(catalog));
        return catalog;
    }

    private static String plan(String quantity) {
        return """
               {"effectiveFrom":"2026-01-01T00:00:00Z","archived":false,"limits":[
                {"key":"calls","meter":"calls","window":"PERIOD","dimension":null,
                 "dimensionValue":null,"quantity":"%s","enforcement":"HARD","burst":"0",
                 "graceSeconds":0,"whenStale":"ALLOW","thresholds":[]}]}"""
                .formatted(quantity);
    }

    private static String subscription(String plan) {
        return """
               {"plan":"%s","effectiveFrom":"2026-01-01T00:00:00Z","limits":[]}"""
                .formatted(plan);
    }

    private static CatalogChange change(long seq, String entity, String key, String payload) {
        return new CatalogChange(seq, "shop", entity, key, 1, payload, NOON.toEpochMilli());
    }
}
