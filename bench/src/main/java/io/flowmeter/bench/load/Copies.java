package io.flowmeter.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Events sent more than once: the same again, or something else under the same identity. */
final class Copies {
    private static final int BEYOND_WINDOW_SECONDS = 62;

    private Copies() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(200, Copies::atOnce),
                new Scenario(150, Copies::later),
                new Scenario(60, Copies::beyondWindow),
                new Scenario(100, Copies::conflict),
                new Scenario(30, Copies::threeCopies),
                new Scenario(40, Copies::conflictInOtherPartition));
    }

    private static void atOnce(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant);
        stage.send(LoadKind.USAGE, tenant, draft);
        stage.append(stage.write(LoadKind.DUPLICATE_AT_ONCE, draft));
    }

    private static void later(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant);
        stage.send(LoadKind.USAGE, tenant, draft);
        Duration delay = Duration.ofMillis(500 + stage.random().nextInt(20_000));
        stage.emitLater(delay, tenant.partition(), stage.write(LoadKind.DUPLICATE_LATER, draft));
    }

    private static void beyondWindow(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant);
        LoadRecord record = stage.write(LoadKind.USAGE, draft);
        stage.append(record);
        Duration delay = Duration.ofSeconds(BEYOND_WINDOW_SECONDS + stage.random().nextInt(30));
        stage.emitLater(delay, tenant.partition(), record.as(LoadKind.DUPLICATE_BEYOND_WINDOW));
    }

    private static void conflict(Stage stage) {
        stage.sentBefore()
                .ifPresentOrElse(
                        sent -> stage.append(stage.write(LoadKind.CONFLICT, other(stage, sent))),
                        () -> atOnce(stage));
    }

    private static void threeCopies(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant);
        SentEvents.Sent sent =
                new SentEvents.Sent(draft, stage.write(LoadKind.USAGE, draft), tenant);
        stage.append(sent.record());
        stage.append(stage.write(LoadKind.CONFLICT, other(stage, sent)));
        stage.emitLater(
                Duration.ofMillis(stage.random().nextInt(5_000)),
                tenant.partition(),
                stage.write(LoadKind.CONFLICT_THREE_COPIES, other(stage, sent)));
    }

    private static void conflictInOtherPartition(Stage stage) {
        LoadTenant tenant = stage.tenant();
        EventDraft draft = stage.draft(tenant);
        SentEvents.Sent sent =
                new SentEvents.Sent(draft, stage.write(LoadKind.USAGE, draft), tenant);
        LoadRecord stray =
                stage.write(LoadKind.CONFLICT_OTHER_PARTITION, other(stage, sent))
                        .withKey(strayKey(stage, tenant));
        boolean isStrayFirst = stage.random().nextBoolean();
        stage.append(isStrayFirst ? stray : sent.record());
        stage.append(isStrayFirst ? sent.record() : stray);
    }

    /** A key that leads to a busy partition that is not the tenant's. */
    static byte[] strayKey(Stage stage, LoadTenant tenant) {
        int partition = tenant.partition() == 0 ? 1 : 0;
        return stage.roster().strayKey(partition).getBytes(StandardCharsets.UTF_8);
    }

    /** The same identity with other content: other data, another time or another type. */
    private static EventDraft other(Stage stage, SentEvents.Sent sent) {
        EventDraft draft = sent.draft();
        return switch (stage.random().nextInt(3)) {
            case 0 -> draft.withIdentity(draft.id(), draft.time().minusMillis(1 + number(stage)));
            case 1 -> retyped(stage, draft, UsageData.Kind.SEAT);
            default -> retyped(stage, draft, UsageData.Kind.REQUEST);
        };
    }

    private static EventDraft retyped(Stage stage, EventDraft draft, UsageData.Kind kind) {
        return draft.withType(kind.type(), kind.data(stage.random()));
    }

    private static int number(Stage stage) {
        return stage.random().nextInt(100_000);
    }
}
