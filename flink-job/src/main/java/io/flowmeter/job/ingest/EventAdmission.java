package io.flowmeter.job.ingest;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.deduplicate.Correction;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.deduplicate.Occurrence;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.event.Verdict;
import io.flowmeter.core.window.SlicePolicy;
import java.time.Instant;

/**
 * The verdict on one record, as far as it does not depend on other records: a function of its
 * bytes, its append time and the catalog.
 */
final class EventAdmission {
    private final UsageEventParser parser = new UsageEventParser();
    private final Catalog catalog;
    private final UsageReading reading;

    EventAdmission(Catalog catalog, SlicePolicy slices) {
        this.catalog = catalog;
        this.reading = new UsageReading(catalog, slices);
    }

    /** Where a verdict goes. */
    interface Outputs {
        void admitted(IdentityRecord record);

        void refused(DeadLetter letter);

        void decided(EventCount verdict);
    }

    void admit(RawEvent raw, Outputs outputs) {
        ParseResult parsed = parser.parse(raw);
        parsed.fold(
                accepted -> {
                    try {
                        admit(raw, accepted, outputs);
                    } catch (RejectedEventException refusal) {
                        UsageEvent event = accepted.event();
                        refuse(
                                raw,
                                event.namespace(),
                                event.tenant(),
                                refusal.reason(),
                                refusal.detail(),
                                outputs);
                    }
                    return null;
                },
                rejected -> {
                    refuse(
                            raw,
                            rejected.namespace(),
                            rejected.tenant(),
                            rejected.reason(),
                            rejected.detail(),
                            outputs);
                    return null;
                });
    }

    private void admit(RawEvent raw, ParseResult.Accepted parsed, Outputs outputs)
            throws RejectedEventException {
        UsageEvent event = parsed.event();
        Instant appendTime = Instant.ofEpochMilli(raw.appendMillis());
        TimePolicy policy =
                catalog.timePolicy(event.namespace(), appendTime)
                        .orElseThrow(
                                () ->
                                        new RejectedEventException(
                                                RejectionReason.UNKNOWN_NAMESPACE,
                                                "namespace "
                                                        + event.namespace()
                                                        + " did not exist when the event was appended"));
        if (parsed.correction() != null) {
            admitCorrection(raw, parsed, parsed.correction(), policy, outputs);
            return;
        }
        UsageReading.Read read = readInTime(event, parsed.data(), policy, raw);
        if (read.usage() == null) {
            outputs.decided(EventCount.one(event.namespace(), Verdict.UNMATCHED, event.type()));
            return;
        }
        reportPartial(raw, event, read, outputs);
        outputs.admitted(
                IdentityRecord.of(
                        event.identity(),
                        new Occurrence(
                                raw.position(), raw.appendMillis(), parsed.content(), read.usage()),
                        parsed.reservation()));
    }

    private void admitCorrection(
            RawEvent raw,
            ParseResult.Accepted parsed,
            CorrectionRequest asked,
            TimePolicy policy,
            Outputs outputs)
            throws RejectedEventException {
        EventUsage replacement = null;
        Fingerprint content = Fingerprint.of("void");
        CorrectionRequest.Replacement wanted = asked.replacement();
        if (wanted != null) {
            UsageReading.Read read = readInTime(wanted.event(), wanted.data(), policy, raw);
            reportPartial(raw, wanted.event(), read, outputs);
            replacement = read.usage();
            content = wanted.content();
        }
        UsageEvent event = parsed.event();
        DeadLetter refusal =
                deadLetter(
                        raw,
                        event.namespace(),
                        event.tenant(),
                        RejectionReason.VOID_TARGET_UNKNOWN,
                        "no event with id \""
                                + asked.target().id()
                                + "\" and source \""
                                + asked.target().source()
                                + "\" was accepted within the deduplication window",
                        false);
        outputs.admitted(
                IdentityRecord.of(
                        asked.target(),
                        new Correction(
                                raw.position(),
                                raw.appendMillis(),
                                content,
                                event.identity().fingerprint(),
                                event.source(),
                                replacement,
                                refusal)));
    }

    private UsageReading.Read readInTime(
            UsageEvent event, EventData data, TimePolicy policy, RawEvent raw)
            throws RejectedEventException {
        Instant appendTime = Instant.ofEpochMilli(raw.appendMillis());
        var refusal = policy.judge(event.eventTime(), appendTime);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return reading.read(event, data, appendTime);
    }

    /**
     * Some meters counted the event, others could not: the latter get a dead letter, without a
     * verdict.
     */
    private static void reportPartial(
            RawEvent raw, UsageEvent event, UsageReading.Read read, Outputs outputs) {
        RejectedEventException partial = read.partialRefusal();
        if (partial != null) {
            outputs.refused(
                    deadLetter(
                            raw,
                            event.namespace(),
                            event.tenant(),
                            partial.reason(),
                            partial.detail(),
                            true));
        }
    }

    private void refuse(
            RawEvent raw,
            String namespace,
            String tenant,
            RejectionReason reason,
            String detail,
            Outputs outputs) {
        outputs.refused(deadLetter(raw, namespace, tenant, reason, detail, false));
        // Producers may invent namespaces without end; those that do not exist share one count.
        Instant appendTime = Instant.ofEpochMilli(raw.appendMillis());
        boolean isKnown = catalog.timePolicy(namespace, appendTime).isPresent();
        String counted = isKnown ? namespace : "";
        outputs.decided(EventCount.one(counted, Verdict.DEAD_LETTER, reason.name()));
    }

    private static DeadLetter deadLetter(
            RawEvent raw,
            String namespace,
            String tenant,
            RejectionReason reason,
            String detail,
            boolean partial) {
        return new DeadLetter(
                raw.position(),
                namespace,
                tenant,
                reason.name(),
                Printable.text(detail),
                partial,
                raw.appendMillis(),
                raw.key(),
                raw.value(),
                raw.headers());
    }
}
