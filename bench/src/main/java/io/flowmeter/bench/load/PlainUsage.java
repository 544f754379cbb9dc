package io.flowmeter.bench.load;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events that are in time and in order, through Kafka and through the API. */
final class PlainUsage {
    private static final int MAX_EVENTS_A_REQUEST = 8;

    private PlainUsage() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(6_800, PlainUsage::usage),
                new Scenario(60, PlainUsage::apiEvents),
                new Scenario(200, PlainUsage::manyDigits),
                new Scenario(100, PlainUsage::unmatched),
                new Scenario(80, PlainUsage::filtered),
                new Scenario(80, PlainUsage::partial),
                new Scenario(30, PlainUsage::defaultNamespace),
                new Scenario(60, PlainUsage::equalTimes));
    }

    private static void usage(Stage stage) {
        LoadTenant tenant = stage.tenant();
        stage.send(LoadKind.USAGE, tenant, stage.draft(tenant));
    }

    private static void apiEvents(Stage stage) {
        LoadTenant first = stage.tenant();
        List<LoadKind> kinds = new ArrayList<>();
        List<Object> events = new ArrayList<>();
        int count = 1 + stage.random().nextInt(MAX_EVENTS_A_REQUEST);
        for (int i = 0; i < count; i++) {
            LoadTenant tenant = i == 0 ? first : stage.tenant();
            if (!tenant.namespace().equals(first.namespace())) {
                continue;
            }
            EventDraft draft = stage.draft(tenant);
            LoadRecord record = LoadRecord.structured(LoadKind.API_EVENT, draft);
            stage.rememberSent(new SentEvents.Sent(draft, record, tenant));
            kinds.add(LoadKind.API_EVENT);
            // The API adds the namespace of its key where an event names none.
            events.add((i % 2 == 0 ? draft : draft.withNamespace("")).members());
        }
        if (stage.random().nextInt(8) == 0) {
            kinds.add(LoadKind.API_REFUSED_EVENT);
            events.add(Map.of("specversion", "1.0", "id", stage.newId()));
        }
        stage.emit(
                new LoadStep.Ask(
                        kinds,
                        first.namespace(),
                        "POST",
                        "/v1/events",
                        "application/cloudevents-batch+json",
                        LoadJson.text(events)));
    }

    private static void manyDigits(Stage stage) {
        LoadTenant tenant = stage.tenant();
        Map<String, Object> data = new LinkedHashMap<>();
        BigDecimal value = UsageData.decimal(stage.random(), 20, 18);
        String type;
        if (stage.random().nextBoolean()) {
            type = UsageData.Kind.TRANSFER.type();
            data.put("bytes", stage.random().nextBoolean() ? value.toPlainString() : value);
            data.put("link", Map.of("name", "l-0"));
        } else {
            type = UsageData.Kind.GAUGE.type();
            data.put("level", value);
            data.put("sensor", "sensor \"0\"");
        }
        stage.send(LoadKind.MANY_DIGITS, tenant, stage.draft(tenant).withType(type, data));
    }

    private static void unmatched(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant).withType(LoadMeters.UNMETERED, Map.of("n", 1));
        stage.append(stage.write(LoadKind.UNMATCHED, draft));
    }

    private static void filtered(Stage stage) {
        LoadTenant tenant = stage.tenant();
        boolean isCounted = stage.random().nextInt(4) == 0;
        int size = stage.random().nextInt(LoadMeters.BATCH_SIZE) + (isCounted ? 10 : 0);
        EventDraft draft = stage.draft(tenant).withType(LoadMeters.BATCH, Map.of("size", size));
        if (isCounted) {
            stage.send(LoadKind.USAGE, tenant, draft);
        } else {
            stage.append(stage.write(LoadKind.FILTERED, draft));
        }
    }

    /** Counted as a request; its tokens are no number. */
    private static void partial(Stage stage) {
        LoadTenant tenant = stage.tenant();
        Map<String, Object> data = new LinkedHashMap<>(UsageData.Kind.REQUEST.data(stage.random()));
        data.put("tokens", stage.random().nextBoolean() ? "many" : null);
        EventDraft draft = stage.draft(tenant).withType(UsageData.Kind.REQUEST.type(), data);
        stage.send(LoadKind.PARTIAL, tenant, draft);
    }

    private static void defaultNamespace(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant).withNamespace("");
        stage.append(stage.write(LoadKind.DEFAULT_NAMESPACE, draft));
    }

    /**
     * The last of them is told by the bytes of the id: U+E000 is above the emoji in UTF-16 and
     * below it in UTF-8.
     */
    private static void equalTimes(Stage stage) {
        LoadTenant tenant = stage.tenant();
        Instant time = stage.now().minusMillis(stage.random().nextInt(1_000));
        for (String ending : List.of("\uE000", "z", "\uD83D\uDE00")) {
            EventDraft draft =
                    stage.draft(tenant)
                            .withType(
                                    UsageData.Kind.GAUGE.type(),
                                    UsageData.Kind.GAUGE.data(stage.random()));
            // One beginning for all, so that the ending decides.
            stage.send(
                    LoadKind.EQUAL_TIME,
                    tenant,
                    draft.withIdentity("tie-" + ending + draft.id(), time));
        }
    }
}
