package io.flowmeter.job.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.window.Window;
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
    void unknownEntityIsADefect() {
        assertThatThrownBy(() -> catalogOf(List.of(change(9, "PLAN", "gold", "{}"))))
                .hasMessageContaining("catalog change 9 (PLAN shop/gold version 1)")
                .hasMessageContaining("must be NAMESPACE, METER or TENANT");
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

    private static CatalogChange change(long seq, String entity, String key, String payload) {
        return new CatalogChange(seq, "shop", entity, key, 1, payload, NOON.toEpochMilli());
    }
}
