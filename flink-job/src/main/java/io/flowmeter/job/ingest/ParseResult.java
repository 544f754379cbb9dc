package io.flowmeter.job.ingest;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link UsageEventParser} makes of a record. */
public sealed interface ParseResult {

    <R> R fold(Function<Accepted, R> ifAccepted, Function<Rejected, R> ifRejected);

    /**
     * A well-formed usage event.
     *
     * @param content equal for copies of the event, however they are formatted: see {@link
     *     EventContent}
     * @param correction what a void asks for; null for every other type
     * @param reservation what the API has reserved for it; null: nothing
     */
    record Accepted(
            UsageEvent event,
            EventData data,
            Fingerprint content,
            @Nullable CorrectionRequest correction,
            @Nullable String reservation)
            implements ParseResult {

        @Override
        public <R> R fold(Function<Accepted, R> ifAccepted, Function<Rejected, R> ifRejected) {
            return ifAccepted.apply(this);
        }
    }

    /**
     * A record that is no usage event. Its texts can be stored and logged as they are.
     *
     * @param detail what is wrong, where, and what was expected
     * @param namespace empty where the record is too broken to name a valid one; so is {@code
     *     tenant}
     */
    record Rejected(RejectionReason reason, String detail, String namespace, String tenant)
            implements ParseResult {

        public Rejected {
            detail = Printable.text(detail);
        }

        @Override
        public <R> R fold(Function<Accepted, R> ifAccepted, Function<Rejected, R> ifRejected) {
            return ifRejected.apply(this);
        }
    }
}
