package io.flowmeter.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** What scenarios work with: chance, time, tenants, and a place for their steps. */
interface Stage {

    LoadSettings settings();

    SplittableRandom random();

    /** The clock; nothing may be decided by it. */
    Instant now();

    TenantRoster roster();

    /** A tenant for plain usage whose partition is awake. */
    LoadTenant tenant();

    /** Whether the partition is one that may be written to now. */
    boolean isAwake(int partition);

    /** An id no event had before. */
    String newId();

    /** Does the step after all that were emitted before. */
    void emit(LoadStep step);

    /** Appends the record after so long, or when its partition is awake again. */
    void emitLater(Duration delay, int partition, LoadRecord record);

    /** An event sent before, of a partition that is awake. */
    Optional<SentEvents.Sent> sentBefore();

    /** An event that has been voided or replaced, of a partition that is awake. */
    Optional<SentEvents.Sent> correctedBefore();

    /** Has {@link #correctedBefore()} find it from now on. */
    void rememberCorrected(SentEvents.Sent sent);

    /** Has {@link #sentBefore()} find it from now on. */
    void rememberSent(SentEvents.Sent sent);

    /** Plain usage of a few seconds ago. */
    default EventDraft draft(LoadTenant tenant) {
        UsageData.Kind kind = UsageData.Kind.draw(random());
        return new EventDraft(
                tenant.namespace(),
                tenant.id(),
                "gateway-" + random().nextInt(3),
                newId(),
                kind.type(),
                now().minusMillis(random().nextInt(3_000)),
                kind.data(random()));
    }

    default void append(LoadRecord record) {
        emit(new LoadStep.Append(record));
    }

    /** Appends a good event, in one of the modes, and remembers it. */
    default void send(LoadKind kind, LoadTenant tenant, EventDraft draft) {
        LoadRecord record = write(kind, draft);
        append(record);
        rememberSent(new SentEvents.Sent(draft, record, tenant));
    }

    /** The event in one of the three ways to put it into a record. */
    default LoadRecord write(LoadKind kind, EventDraft draft) {
        int mode = random().nextInt(10);
        if (mode == 0) {
            return LoadRecord.binary(kind == LoadKind.USAGE ? LoadKind.BINARY_MODE : kind, draft);
        }
        return mode < 4
                ? LoadRecord.bare(kind, draft.key(), draft.structured())
                : LoadRecord.structured(kind, draft);
    }
}
