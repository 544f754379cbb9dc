package io.flowmeter.bench.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Voids and replacements, of what was sent and of what was not. */
final class Corrections {
    private static final String VOID_TYPE = "flowmeter.void";

    private Corrections() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(120, stage -> ofSent(stage, LoadKind.VOID)),
                new Scenario(80, stage -> ofSent(stage, LoadKind.REPLACEMENT)),
                new Scenario(40, stage -> ofSent(stage, LoadKind.VOID_OTHER_PARTITION)),
                new Scenario(30, stage -> ofCorrected(stage, LoadKind.VOID_AGAIN)),
                new Scenario(30, stage -> ofCorrected(stage, LoadKind.REPLACEMENT_AGAIN)),
                new Scenario(40, Corrections::beforeTarget),
                new Scenario(30, Corrections::ofUnknown),
                new Scenario(30, Corrections::malformed));
    }

    private static void ofSent(Stage stage, LoadKind kind) {
        stage.sentBefore()
                .ifPresent(
                        sent -> {
                            correct(stage, kind, sent);
                            stage.rememberCorrected(sent);
                        });
    }

    private static void ofCorrected(Stage stage, LoadKind kind) {
        stage.correctedBefore().ifPresent(sent -> correct(stage, kind, sent));
    }

    private static void correct(Stage stage, LoadKind kind, SentEvents.Sent sent) {
        boolean isReplacing = kind == LoadKind.REPLACEMENT || kind == LoadKind.REPLACEMENT_AGAIN;
        EventDraft correction = correction(stage, sent.draft(), isReplacing);
        LoadRecord record = stage.write(kind, correction);
        stage.append(
                kind == LoadKind.VOID_OTHER_PARTITION
                        ? record.withKey(Copies.strayKey(stage, sent.tenant()))
                        : record);
        if (stage.random().nextInt(6) == 0) {
            stage.append(stage.write(LoadKind.VOID_AGAIN, correction));
        }
    }

    /** The event follows at once, seconds later, or after the void has been given up. */
    private static void beforeTarget(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft target = stage.draft(tenant);
        stage.append(stage.write(LoadKind.VOID_FIRST, correction(stage, target, false)));
        LoadRecord late = stage.write(LoadKind.USAGE, target);
        int delayMillis = stage.random().nextInt(3_000);
        if (delayMillis < 1_000) {
            stage.append(late);
        } else {
            stage.emitLater(Duration.ofMillis(delayMillis), tenant.partition(), late);
        }
    }

    private static void ofUnknown(Stage stage) {
        EventDraft never = stage.draft(stage.tenant());
        boolean isReplacing = stage.random().nextBoolean();
        stage.append(stage.write(LoadKind.VOID_UNKNOWN, correction(stage, never, isReplacing)));
    }

    private static void malformed(Stage stage) {
        EventDraft draft = stage.draft(stage.tenant());
        Map<String, Object> data =
                switch (stage.random().nextInt(5)) {
                    case 0 -> Map.of();
                    case 1 -> Map.of("id", 17);
                    case 2 -> Map.of("id", draft.id(), "event", Map.of("type", "request"));
                    case 3 -> Map.of("id", draft.id(), "event", "request");
                    default ->
                            Map.of(
                                    "id",
                                    draft.id(),
                                    "event",
                                    Map.of("type", VOID_TYPE, "time", draft.time().toString()));
                };
        stage.append(stage.write(LoadKind.VOID_MALFORMED, draft.withType(VOID_TYPE, data)));
    }

    private static EventDraft correction(Stage stage, EventDraft target, boolean isReplacing) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", target.id());
        data.put("source", target.source());
        if (isReplacing) {
            data.put("event", replacement(stage, target));
        }
        return new EventDraft(
                target.namespace(),
                target.tenant(),
                "support",
                "correction-" + stage.newId(),
                VOID_TYPE,
                stage.now(),
                data);
    }

    private static Map<String, @Nullable Object> replacement(Stage stage, EventDraft target) {
        UsageData.Kind kind = UsageData.Kind.draw(stage.random());
        boolean isSameType = stage.random().nextInt(3) > 0;
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", isSameType ? target.type() : kind.type());
        event.put("time", target.time().minusMillis(stage.random().nextInt(90_000)).toString());
        // Of the same type with the data of another: some replacements fit no meter.
        event.put(
                "data",
                isSameType && stage.random().nextInt(3) > 0
                        ? target.data()
                        : kind.data(stage.random()));
        return event;
    }
}
